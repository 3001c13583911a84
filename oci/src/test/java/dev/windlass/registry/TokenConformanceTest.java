// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Ours, with a token for each request.
class TokenConformanceTest implements RegistryContract {
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    registry = Fresh.registry(folder);
  }

  @AfterAll
  static void stop() throws IOException {
    registry.close();
  }

  @Override
  public Client client() {
    return Client.owner(registry).withTokens();
  }
}
