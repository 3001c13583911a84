// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Place;
import dev.windlass.ingress.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who reaches an app, and under which names: containers of its project in any case, and others as
/// its visibility says.
///
/// @param place where the engine is
/// @param project the id of its project
/// @param subdomain of the project; empty while it has none, and then nobody reaches anything
/// @param visibility what `managed_domain_mappings` says; null is `local_public`
/// @param domains those of elsewhere that are mapped to it; everybody reaches it under them
record Reach(
    Place place,
    String project,
    String subdomain,
    @Nullable String visibility,
    List<String> domains) {
  boolean isNowhere() {
    return subdomain.isEmpty();
  }

  /// The name that no other app on this machine has.
  String unique(String app) {
    return place.host(app, subdomain);
  }

  /// All hosts of an app of this name.
  List<Host> hosts(String app) {
    if (isNowhere()) {
      return List.of();
    }
    var hosts =
        new ArrayList<>(inside(app).map(name -> new Host(Zones.of(project), name)).toList());
    if ("local_private".equals(visibility)) {
      hosts.add(new Host(Zones.PRIVATE, place.privateHost(app, subdomain)));
    } else if (!"local".equals(visibility)) {
      hosts.add(Host.of(place.host(app, subdomain)));
    }
    domains.forEach(name -> hosts.add(Host.of(name)));
    return hosts;
  }

  private Stream<String> inside(String app) {
    String full = place.internalHost(app, subdomain);
    String here = app + "." + subdomain;
    return Stream.of(app, here, here + ".svc", full);
  }
}
