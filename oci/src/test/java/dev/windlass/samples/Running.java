// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The program of a sample image, run as process 1 of a network of its own, in the files of the
/// image.
final class Running implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String SETUP =
      "ip link set lo up; [ ! -d \"$0/dev\" ] || mount --bind /dev \"$0/dev\"; ";

  private final Path log;
  private final Process process;

  private Running(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  static Running start(SampleImage image, String program, Path folder, Map<String, String> env)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("root"));
    for (Blob layer : image.blobs().subList(0, image.blobs().size() - 1)) {
      unpack(layer, folder.resolve("layer"), root);
    }
    Path log = folder.resolve("log");
    var builder =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--net",
                "--pid",
                "--fork",
                "--kill-child",
                "sh",
                "-c",
                SETUP + "exec chroot \"$0\" " + program,
                root.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/bin:/sbin:/usr/bin:/usr/sbin");
    builder.environment().putAll(env);
    return new Running(log, builder.start());
  }

  private static void unpack(Blob layer, Path file, Path root)
      throws IOException, InterruptedException {
    try (var in = layer.open()) {
      Files.copy(in, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    Commands.output(List.of("tar", "-xzpf", file.toString(), "-C", root.toString()));
  }

  /// What a request from inside the network gets, as soon as anybody answers.
  String get(int port, String path, String... headers) throws IOException, InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        return Commands.output(request(port, path, headers));
      } catch (IOException e) {
        if (Instant.now().isAfter(deadline) || !notYet(String.valueOf(e.getMessage()))) {
          throw e;
        }
      }
    }
  }

  /// Nobody listens so far, or there is no network so far.
  private static boolean notYet(String trouble) {
    return trouble.contains("refused") || trouble.contains("unreachable");
  }

  private List<String> request(int port, String path, String... headers)
      throws InterruptedException {
    var url = "http://127.0.0.1:" + port + path;
    var command = new ArrayList<>(List.of("nsenter", "--net", "--target", inside().pid() + ""));
    command.addAll(List.of("busybox", "wget", "-q", "-O", "-"));
    for (String header : headers) {
      command.addAll(List.of("--header", header));
    }
    command.add(url);
    return command;
  }

  /// The process that is 1 for itself.
  private ProcessHandle inside() throws InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline) && !process.waitFor(5, TimeUnit.MILLISECONDS)) {
      var child = process.children().findFirst();
      if (child.isPresent()) {
        return child.get();
      }
    }
    throw new AssertionError("nothing runs: " + log);
  }

  void terminate() throws InterruptedException {
    inside().destroy();
  }

  int exitCode(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + patience);
    }
    return process.exitValue();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.children().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
