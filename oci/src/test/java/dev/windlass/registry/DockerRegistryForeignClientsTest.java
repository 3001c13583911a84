// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The same programs against Debian's `docker-registry`, so that we know what is up to them.
class DockerRegistryForeignClientsTest implements ForeignClientsContract {
  private static DockerRegistry open;
  private static DockerRegistry closed;
  private static ForeignClients clients;

  @BeforeAll
  static void start(@TempDir Path folder, @TempDir Path scratch)
      throws IOException, InterruptedException {
    open = DockerRegistry.open(folder.resolve("open"));
    closed = DockerRegistry.closed(folder.resolve("closed"));
    clients = ForeignClients.in(scratch);
  }

  @AfterAll
  static void stop() {
    clients.close();
    closed.close();
    open.close();
  }

  @Override
  public Place open() {
    return new Place(Client.nobody(open.address()), "");
  }

  @Override
  public Place closed() {
    var owner = Client.nobody(closed.address()).with(Client.basic("iamapikey", Client.KEY));
    return new Place(owner, "");
  }

  @Override
  public ForeignClients clients() {
    return clients;
  }
}
