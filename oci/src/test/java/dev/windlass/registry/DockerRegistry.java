// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Debian's `docker-registry` on a free port: the registry that everybody knows, as a peer.
final class DockerRegistry implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final InetSocketAddress address;

  private DockerRegistry(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /// For everybody.
  static DockerRegistry open(Path folder) throws IOException {
    return start(folder, "");
  }

  /// For those who have the owner's password.
  static DockerRegistry closed(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path passwords = folder.resolve("passwords");
    // crypt("key-of-the-engine"); it takes no other form
    Files.writeString(
        passwords, "iamapikey:$2y$05$abcdefghijklmnopqrstuujk5kVuLw2DWA92MreeNHprscJGTVkt.\n");
    return start(folder, "auth: {htpasswd: {realm: peer, path: " + passwords + "}}\n");
  }

  private static DockerRegistry start(Path folder, String auth) throws IOException {
    Files.createDirectories(folder);
    Path settings = folder.resolve("settings.yml");
    Files.writeString(
        settings,
        """
        version: 0.1
        log: {level: info, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
        http: {addr: "127.0.0.1:0", secret: "secret of a test"}
        %s\
        """
            .formatted(folder.resolve("data"), auth));
    // dies with us, however we die
    var process =
        new ProcessBuilder(
                "setpriv", "--pdeathsig=KILL", "docker-registry", "serve", settings.toString())
            .redirectErrorStream(true)
            .start();
    try {
      return new DockerRegistry(process, address(process));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static InetSocketAddress address(Process process) throws IOException {
    var log = process.inputReader();
    var said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      var listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().start(() -> drain(log));
        int port = Integer.parseInt(listening.group(1));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      }
      said.append(line).append('\n');
    }
    throw new IOException("docker-registry did not start: " + said);
  }

  /// Somebody has to read on, or it stops when the pipe is full.
  private static void drain(BufferedReader log) {
    try (log) {
      while (log.readLine() != null) {
        // nobody needs it
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
