// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Secret;
import dev.windlass.registry.store.Audit;
import dev.windlass.registry.store.RetentionPolicy;
import dev.windlass.registry.store.StoreLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A registry in a process of its own, to be killed. Tidies up all the time instead of once in an
/// hour. Ends by itself when whoever started it is gone, because then nobody holds its input open.
final class Child implements AutoCloseable {
  /// Where retention keeps few.
  static final String KEPT = "kept";

  static final int KEEPS = 3;
  private static final Duration GRACE = Duration.ofMillis(400);
  private static final Duration TRASH = Duration.ofSeconds(3);

  private final Process process;
  private final Client client;

  private Child(Process process, Client client) {
    this.process = process;
    this.client = client;
  }

  /// @param wrapper a command that the Java command follows, and that becomes it
  static Child start(Path folder, List<String> wrapper) throws IOException {
    var command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            folder.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectError(folder.resolveSibling(folder.getFileName() + ".log").toFile())
            .start();
    String port = process.inputReader().readLine();
    if (port == null) {
      throw new IOException("the registry did not start, see the log beside " + folder);
    }
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    return new Child(process, Client.nobody(address).with(Client.basic("iamapikey", Client.KEY)));
  }

  Client client() {
    return client;
  }

  /// What does not add up in its folder, which may be on a disk that only the registry sees. For
  /// when nobody pushes.
  String problems() throws IOException {
    process.outputWriter().write("audit\n");
    process.outputWriter().flush();
    return String.valueOf(process.inputReader().readLine());
  }

  /// The way of kill -9.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  static StoreLimits hasty() {
    return new StoreLimits(
        1_000, Duration.ofMinutes(1), GRACE, TRASH, 100, 20, 2 << 20, 4, Duration.ofSeconds(5));
  }

  /// @param words the folder
  public static void main(String... words) throws IOException {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var registry =
        EmbeddedRegistry.start(
            Path.of(words[0]),
            EmbeddedRegistry.Listening.on(listen),
            Access.of(new Secret(Client.KEY)),
            new EmbeddedRegistry.Setting(
                Limits.STANDARD,
                hasty(),
                dev.windlass.image.Limits.STANDARD,
                InstantSource.system(),
                _ -> {}));
    var store = registry.store();
    always(() -> store.sweep().run());
    always(() -> store.cleanUp().run(KEPT, new RetentionPolicy(KEEPS, false, 0), false));
    System.out.println(registry.address().getPort());
    answer(new Audit(Path.of(words[0])));
    Runtime.getRuntime().halt(0);
  }

  /// Until whoever started us is gone.
  private static void answer(Audit audit) throws IOException {
    try (var questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (questions.readLine() != null) {
        System.out.println(audit.problems());
      }
    } catch (SQLException e) {
      throw new IOException("the database cannot be read", e);
    }
  }

  private interface Chore {
    Object run() throws IOException;
  }

  private static void always(Chore chore) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (true) {
            try {
              Objects.requireNonNull(chore.run());
              Thread.sleep(2); // or clients get nothing done on a small machine
            } catch (InterruptedException e) {
              throw new AssertionError("nobody interrupts this", e);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }
}
