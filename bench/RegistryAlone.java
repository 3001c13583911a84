// SPDX-License-Identifier: Apache-2.0
import dev.windlass.image.Credential;
import dev.windlass.image.Secret;
import dev.windlass.registry.Access;
import dev.windlass.registry.EmbeddedRegistry;
import dev.windlass.samples.Samples;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// The registry without the rest of the engine: RegistryAlone FOLDER PORT [samples], with the sample
/// images if so asked for. Its password is `bench`.
final class RegistryAlone {
  private RegistryAlone() {}

  public static void main(String[] args) throws Exception {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
    var key = new Secret("bench");
    var listening = EmbeddedRegistry.Listening.on(address);
    try (var registry =
        EmbeddedRegistry.start(Path.of(args[0]), listening, Access.of(key))) {
      if (args.length > 2) {
        Samples.fill(
            URI.create("http://localhost:" + args[1]),
            Optional.of(new Credential(Access.USERNAME, key)));
      }
      System.out.println("listening on " + registry.address());
      Thread.currentThread().join(); // until somebody kills us
    }
  }
}
