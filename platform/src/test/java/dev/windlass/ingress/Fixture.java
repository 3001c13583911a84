// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An ingress with one app, at `shop.test` and at the bare address, and all that a test opens
/// around it.
final class Fixture {
  final Routes routes = new Routes();
  final Ingress ingress;
  private final List<AutoCloseable> opened = new ArrayList<>();

  Fixture() throws IOException, InterruptedException {
    this(IngressLimits.STANDARD);
  }

  Fixture(IngressLimits limits) throws IOException, InterruptedException {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ingress = opened(Ingress.start(anyPort, routes, limits));
  }

  /// Makes this the only instance of the shop.
  FakeApp shop(FakeApp.Script script) throws IOException {
    FakeApp app = opened(FakeApp.playing(script));
    route(app.backend("shop", 100));
    return app;
  }

  void route(Backend... backends) {
    var route = new Route(List.of(backends), Duration.ofSeconds(30), "");
    routes.replace(Map.of("shop.test", route, "127.0.0.1", route));
  }

  Wire client() throws IOException {
    return opened(Wire.to(ingress.address()));
  }

  <T extends AutoCloseable> T opened(T thing) {
    opened.add(thing);
    return thing;
  }

  void close() throws Exception {
    for (AutoCloseable thing : opened.reversed()) {
      thing.close();
    }
  }
}
