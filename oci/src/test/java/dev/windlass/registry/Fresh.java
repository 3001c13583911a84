// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;

/// Registries for tests, on a free port.
final class Fresh {
  private Fresh() {}

  static EmbeddedRegistry registry(Path folder) throws IOException {
    return registry(folder, InstantSource.system());
  }

  static EmbeddedRegistry registry(Path folder, InstantSource clock) throws IOException {
    return registry(folder, EmbeddedRegistry.Setting.USUAL.at(clock));
  }

  static EmbeddedRegistry registry(Path folder, EmbeddedRegistry.Setting setting)
      throws IOException {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return EmbeddedRegistry.start(
        folder, EmbeddedRegistry.Listening.on(listen), Access.of(new Secret(Client.KEY)), setting);
  }
}
