// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Key;
import dev.windlass.ingress.Route;
import dev.windlass.ingress.Routes;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The routes of all apps, by app, handed on as a whole whenever one changes.
final class RouteTable {
  private record Hosted(String host, Route route) {}

  private final Routes routes;
  private final Map<Key, Hosted> byApp = new HashMap<>();

  RouteTable(Routes routes) {
    this.routes = routes;
  }

  synchronized void serve(Key app, String host, Route route) {
    var next = new Hosted(host, route);
    if (!next.equals(byApp.put(app, next))) {
      publish();
    }
  }

  /// Does nothing when there is a route for the app already.
  synchronized void hold(Key app, String host, Route route) {
    if (!byApp.containsKey(app)) {
      serve(app, host, route);
    }
  }

  synchronized void unserve(Key app) {
    if (byApp.remove(app) != null) {
      publish();
    }
  }

  private void publish() {
    routes.replace(all());
  }

  /// By host.
  synchronized Map<String, Route> all() {
    return byApp.values().stream()
        .collect(Collectors.toMap(Hosted::host, Hosted::route, (one, _) -> one));
  }
}
