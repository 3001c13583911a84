// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.dns.NameServer;
import dev.windlass.dns.Names;
import dev.windlass.engine.Place;
import dev.windlass.engine.app.Zones;
import dev.windlass.ingress.Host;
import dev.windlass.ingress.Routes;
import dev.windlass.runtime.LocalContainers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// How containers find the apps of their project, and of no other: who asks is known by his
/// address, which nobody on the bridge can have but him.
record Inside(LocalContainers containers, Routes routes) implements Names {
  /// As [dev.windlass.ingress.Entrance#zone].
  String zone(String address) {
    return zone(InetAddress.ofLiteral(address));
  }

  private String zone(InetAddress asker) {
    return containers.projectAt(asker).map(Zones::of).orElse("nobody");
  }

  @Override
  public Meaning of(InetAddress asker, String name) {
    if (routes.serve(new Host(zone(asker), name))) {
      return new Meaning.Known(containers.gateway());
    }
    return name.endsWith(Place.INSIDE) ? new Meaning.Unknown() : new Meaning.Elsewhere();
  }

  /// Whom to ask for all other names.
  static List<InetSocketAddress> nameServers() {
    try {
      return NameServer.at(LocalContainers.nameServers());
    } catch (IOException unreadable) {
      System.getLogger(Inside.class.getName())
          .log(System.Logger.Level.WARNING, "containers look up no names outside", unreadable);
      return List.of();
    }
  }
}
