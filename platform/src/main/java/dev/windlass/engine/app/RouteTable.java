// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Key;
import dev.windlass.ingress.Host;
import dev.windlass.ingress.Route;
import dev.windlass.ingress.Routes;
import dev.windlass.ingress.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The routes of all apps, by app, handed on as a whole whenever one changes.
final class RouteTable {
  private record Hosted(Map<Host, Split> hosts, Map<Host, Split> tags, Map<String, Route> ways) {}

  private final Routes routes;
  private final Map<Key, Hosted> byApp = new HashMap<>();

  RouteTable(Routes routes) {
    this.routes = routes;
  }

  /// @param hosts to which of the ways each host of the app leads
  /// @param tags those that it has besides, unless another app has them
  synchronized void serve(Key app, Map<Host, Split> hosts, Map<Host, Split> tags, List<Way> ways) {
    var byName = new HashMap<String, Route>();
    ways.forEach(way -> byName.put(way.name(), way.route()));
    var next = new Hosted(hosts, tags, byName);
    if (!next.equals(byApp.put(app, next))) {
      publish();
    }
  }

  /// Does nothing when there is a route for the app already.
  synchronized void hold(Key app, Map<Host, Split> hosts, Way way) {
    if (!byApp.containsKey(app)) {
      serve(app, hosts, Map.of(), List.of(way));
    }
  }

  synchronized void unserve(Key app) {
    if (byApp.remove(app) != null) {
      publish();
    }
  }

  private void publish() {
    var hosts = new HashMap<Host, Split>();
    byApp.values().forEach(app -> app.hosts().forEach(hosts::putIfAbsent));
    byApp.values().forEach(app -> app.tags().forEach(hosts::putIfAbsent));
    routes.replace(hosts, ways());
  }

  /// By name.
  synchronized Map<String, Route> ways() {
    var ways = new HashMap<String, Route>();
    byApp.values().forEach(app -> ways.putAll(app.ways()));
    return ways;
  }
}
