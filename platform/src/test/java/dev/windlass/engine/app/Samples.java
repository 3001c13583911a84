// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.Probe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Apps to want, said in few words: `Samples.of("localhost/good:1").scaled(2).app("web")`.
record Samples(
    String image,
    int least,
    @Nullable String secret,
    List<String> commands,
    List<EnvVar> variables,
    @Nullable Probe probe,
    @Nullable String memory,
    @Nullable Integer port,
    @Nullable Probe live) {
  static Samples of(String image) {
    return new Samples(image, 1, null, List.of(), List.of(), null, null, null, null);
  }

  Samples scaled(int instances) {
    return new Samples(image, instances, secret, commands, variables, probe, memory, port, live);
  }

  Samples withSecret(String name) {
    return new Samples(image, least, name, commands, variables, probe, memory, port, live);
  }

  Samples running(String command) {
    return new Samples(
        image, least, secret, List.of(command), variables, probe, memory, port, live);
  }

  Samples referringTo(String configMap) {
    var all = new EnvVar(null, null, null, configMap, "config_map_full_reference", null);
    return new Samples(image, least, secret, commands, List.of(all), probe, memory, port, live);
  }

  Samples setting(String name, String value) {
    var literal = new EnvVar(null, name, null, null, "literal", value);
    return new Samples(image, least, secret, commands, List.of(literal), probe, memory, port, live);
  }

  Samples probed(Probe how) {
    return new Samples(image, least, secret, commands, variables, how, memory, port, live);
  }

  Samples limited(String bytes) {
    return new Samples(image, least, secret, commands, variables, probe, bytes, port, live);
  }

  Samples listeningOn(int number) {
    return new Samples(image, least, secret, commands, variables, probe, memory, number, live);
  }

  Samples alive(Probe how) {
    return new Samples(image, least, secret, commands, variables, probe, memory, port, how);
  }

  AppPrototype app(String name) {
    return new AppPrototype(
        image, name, port, null, secret, null, live, probe, null, null, commands, null, variables,
        null, null, null, null, null, null, null, null, null, memory, least, null);
  }
}
