// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ConfigMap;
import dev.windlass.api.ConfigMapList;
import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.Nothing;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Config maps.
final class ConfigMaps {
  private static final String ALL = "/projects/{project_id}/config_maps";
  private static final String ONE = ALL + "/{name}";

  private final Site site;
  private final Shelf<ConfigMapPrototype, Nothing> shelf;

  ConfigMaps(Site site) {
    this.site = site;
    this.shelf =
        new Shelf<>(
            site,
            Kind.CONFIG_MAP,
            new Noun(
                "Config map",
                "config_maps",
                "config maps",
                "configmap",
                site.quotas().configMaps()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(ConfigMapList.class),
        Route.post(ALL, this::create).taking(SecretRules.CONFIG_MAP).answering(ConfigMap.class),
        Route.get(ONE, this::get).answering(ConfigMap.class),
        Route.put(ONE, this::replace).taking(SecretRules.CONFIG_MAP).answering(ConfigMap.class),
        Route.delete(ONE, this::delete));
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    return Answer.ok(shelf.page(call, shelf.list(home), new ConfigMapView(site, home)::of));
  }

  private Answer create(Call call) throws IOException {
    Home home = site.home(call);
    ConfigMapPrototype wanted = wanted(site.body().resource(call));
    var configMap = shelf.create(home, wanted.name(), wanted);
    return Answer.created(new ConfigMapView(site, home).of(configMap));
  }

  private static ConfigMapPrototype wanted(Map<String, Object> asked) {
    Map<String, Object> configMap = SecretRules.CONFIG_MAP.heeded(asked);
    Problems.refuse(SecretRules.configMapProblems(configMap));
    return Typed.of(ConfigMapPrototype.class, configMap);
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    return Answer.ok(new ConfigMapView(site, home).of(shelf.get(home, call.name("name"))));
  }

  private Answer replace(Call call) throws IOException {
    Home home = site.home(call);
    String name = call.name("name");
    Tag.of(call);
    var body = new LinkedHashMap<>(Change.of(name, site.body().resource(call)));
    body.put("name", name);
    ConfigMapPrototype wanted = wanted(body);
    var configMap = shelf.change(call, home, name, _ -> wanted);
    return Answer.ok(new ConfigMapView(site, home).of(configMap));
  }

  private Answer delete(Call call) {
    shelf.delete(site.home(call), call.name("name"));
    return Answer.accepted();
  }
}
