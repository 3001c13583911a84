// SPDX-License-Identifier: Apache-2.0
import dev.windlass.image.Secret;
import dev.windlass.registry.Access;
import dev.windlass.registry.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// The registry without the rest of the engine, for `registry.sh`: RegistryAlone FOLDER PORT.
final class RegistryAlone {
  private RegistryAlone() {}

  public static void main(String[] args) throws Exception {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    var listening = EmbeddedRegistry.Listening.on(address);
    try (var registry =
        EmbeddedRegistry.start(Path.of(args[0]), listening, Access.of(new Secret("bench")))) {
      System.out.println("listening on " + registry.address());
      Thread.currentThread().join(); // until somebody kills us
    }
  }
}
