// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class LocalContainersTest implements ContainersContract {
  private static Path layer;
  private static Image busybox;

  private Path state;
  private LocalContainers containers;

  @BeforeAll
  static void unpack() throws Exception {
    layer = Files.createTempDirectory("windlass-layer-");
    busybox = Samples.busybox(layer);
  }

  @AfterAll
  static void remove() throws Exception {
    Layout.delete(layer);
  }

  @BeforeEach
  void open() throws Exception {
    state = Files.createTempDirectory("windlass-state-");
    containers = LocalContainers.open(state, "t" + UUID.randomUUID().toString().substring(0, 8));
  }

  @AfterEach
  void destroy() throws Exception {
    containers.down(Duration.ZERO);
    Layout.delete(state);
  }

  @Override
  public Containers containers() {
    return containers;
  }

  @Override
  public Container lasting(String id) {
    return Samples.running(id, busybox, "sleep", "1000");
  }

  @Override
  public Container ending(String id, int code) {
    return Samples.shell(id, busybox, "exit " + code);
  }

  @Override
  public Container greedy(String id) {
    return Samples.shell(id, busybox, "x=0123456789; while :; do x=$x$x; done");
  }

  @Override
  public Container talking(String id) {
    return Samples.shell(id, busybox, "echo one; echo two; echo three >&2; exec sleep 1000");
  }

  @Override
  public Container impossible(String id, Start.Kind kind) {
    return switch (kind) {
      case NO_COMMAND -> Samples.running(id, busybox);
      case EXECUTABLE_NOT_FOUND -> Samples.running(id, busybox, "/nope");
      case EXEC_FORMAT, UNKNOWN_USER, OTHER -> throw new AssertionError(kind);
    };
  }
}
