// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.VolumeMount;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The secrets and config maps that an app names, in one string that changes whenever one of them
/// comes, goes or changes.
record References(Store store, String project) {
  String tags(AppPrototype app) {
    var parts = new TreeSet<String>();
    if (app.imageSecret() != null) {
      parts.add(tag(Kind.SECRET, app.imageSecret()));
    }
    requireNonNullElse(app.runEnvVariables(), List.<EnvVar>of()).stream()
        .filter(variable -> variable.reference() != null)
        .map(variable -> tag(kind(variable.type()), "" + variable.reference()))
        .forEach(parts::add);
    requireNonNullElse(app.runVolumeMounts(), List.<VolumeMount>of()).stream()
        .map(mount -> tag(kind(mount.type()), mount.reference()))
        .forEach(parts::add);
    return parts.stream().collect(Collectors.joining(","));
  }

  private static Kind<?, ?> kind(String type) {
    return type.startsWith("config_map") ? Kind.CONFIG_MAP : Kind.SECRET;
  }

  private String tag(Kind<?, ?> kind, String name) {
    String tag = store.find(kind, new Key(project, name)).map(Resource::entityTag).orElse("-");
    return "%s %s %s".formatted(kind, name, tag);
  }
}
