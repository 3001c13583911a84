// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A registry for properties, which have no temporary folders.
record FuzzedRegistry(Path folder, EmbeddedRegistry registry) implements AutoCloseable {
  static FuzzedRegistry start() {
    try {
      Path folder = Files.createTempDirectory("windlass-fuzz");
      return new FuzzedRegistry(folder, Fresh.registry(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InetSocketAddress address() {
    return registry.address();
  }

  Client owner() {
    return Client.owner(registry);
  }

  @Override
  public void close() throws IOException {
    registry.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
