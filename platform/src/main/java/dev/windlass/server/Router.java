// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds who serves a request.
record Router(List<Route> routes) {
  sealed interface Match {
    record Found(Handler handler, Map<String, String> names) implements Match {}

    record WrongVerb(List<String> allowed) implements Match {}

    record Unknown() implements Match {}
  }

  Match find(String method, List<String> path) {
    var allowed = new ArrayList<String>();
    for (Route route : routes) {
      Optional<Map<String, String>> names = route.template().match(path);
      if (names.isPresent() && route.method().equals(method)) {
        return new Match.Found(route.handler(), names.get());
      }
      names.ifPresent(_ -> allowed.add(route.method()));
    }
    return allowed.isEmpty() ? new Match.Unknown() : new Match.WrongVerb(allowed);
  }
}
