// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Debian's docker-registry on a port of its own, which keeps a log of what it is asked for and can
/// be killed and started again. Not the engine's: somebody else's, somewhere else.
final class TestRegistry implements AutoCloseable {
  private static final Pattern REQUEST = Pattern.compile("\"(GET|HEAD) (/v2/\\S+) HTTP");

  private final Path folder;
  private final int port;
  private Process process;

  private TestRegistry(Path folder, int port) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = port;
    this.process = begin();
  }

  /// @param folder exists, and is the caller's to remove
  static TestRegistry start(Path folder) throws IOException, InterruptedException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          folder.resolve("config.yml"),
          """
          version: 0.1
          log: {accesslog: {disabled: false}, level: info}
          storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
          http: {addr: "127.0.0.1:%d"}
          """
              .formatted(folder.resolve("data"), free.getLocalPort()));
      return new TestRegistry(folder, free.getLocalPort());
    }
  }

  private Process begin() throws IOException, InterruptedException {
    var started =
        new ProcessBuilder("docker-registry", "serve", folder.resolve("config.yml").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    TestEngine.eventually("docker-registry listens", this::listens);
    return started;
  }

  private Path log() {
    return folder.resolve("log");
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// `localhost:PORT`
  String host() {
    return "localhost:" + port;
  }

  /// Every path that was asked for, with its verb, in order.
  List<String> requests() throws IOException {
    return REQUEST
        .matcher(Files.readString(log()))
        .results()
        .map(match -> match.group(1) + " " + match.group(2))
        .toList();
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  void startAgain() throws IOException, InterruptedException {
    assertThat(process.isAlive()).isFalse();
    process = begin();
  }

  @Override
  public void close() {
    kill();
  }
}
