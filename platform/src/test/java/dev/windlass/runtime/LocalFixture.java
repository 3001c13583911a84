// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// A throw-away engine with real containers, and one image for them.
final class LocalFixture implements AutoCloseable {
  final Path folder;
  final Path state;
  final String engine = "t" + UUID.randomUUID().toString().substring(0, 8);
  final Image busybox;
  LocalContainers containers;

  LocalFixture() throws IOException, InterruptedException {
    this(LogLimits.STANDARD);
  }

  LocalFixture(LogLimits limits) throws IOException, InterruptedException {
    folder = Files.createTempDirectory("windlass-runtime-");
    state = folder.resolve("state");
    busybox = Samples.busybox(folder.resolve("layers/busybox"));
    Files.createDirectories(state);
    // as the daemon has it: only root may look inside
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    containers = LocalContainers.open(state, engine, limits);
  }

  /// Opens the same containers as another process would, after the first one was forgotten.
  void reopen() throws IOException, InterruptedException {
    containers.close();
    containers = LocalContainers.open(state, engine);
  }

  Observed started(Container container) throws InterruptedException {
    return switch (containers.start(container)) {
      case Start.Started(var observed, _) -> observed;
      case Start.Failed failed -> throw new AssertionError(failed.toString());
    };
  }

  Observed observed(String id) {
    return containers.list().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  Observed.State.Ended ended(String id) throws Exception {
    Wait.until(id + " ended", () -> !observed(id).running());
    return (Observed.State.Ended) observed(id).state();
  }

  List<Log.Line> log(String id) throws IOException, InterruptedException {
    var lines = new ArrayList<Log.Line>();
    containers.log(id).read(-1, () -> false, lines::add);
    return lines;
  }

  String text(String id) throws IOException, InterruptedException {
    return log(id).stream().map(Log.Line::text).collect(Collectors.joining("\n"));
  }

  /// What a script prints in a container of its own.
  String output(Container container) throws Exception {
    started(container);
    ended(container.id());
    var text = text(container.id());
    containers.stop(container.id(), Duration.ZERO);
    return text;
  }

  String output(String script) throws Exception {
    return output(Samples.shell("probe", busybox, script));
  }

  @Override
  public void close() throws IOException {
    try {
      containers.down(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    Layout.delete(folder);
  }
}
