// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignClientsTest implements ForeignClientsContract {
  private static EmbeddedRegistry registry;
  private static ForeignClients clients;

  @BeforeAll
  static void start(@TempDir Path folder, @TempDir Path scratch)
      throws IOException, InterruptedException {
    registry = Fresh.registry(folder);
    clients = ForeignClients.in(scratch);
  }

  @AfterAll
  static void stop() throws IOException {
    clients.close();
    registry.close();
  }

  @Override
  public Place open() {
    return new Place(Client.owner(registry), "open/");
  }

  @Override
  public Place closed() {
    return new Place(Client.owner(registry), "private/");
  }

  @Override
  public ForeignClients clients() {
    return clients;
  }

  @Test
  void tellsSkopeoWhyItMayNot() throws Exception {
    var image = closed().at(closed().fresh());
    assertThat(clients.skopeo().push(Thing.IMAGE, image, NOBODY).output())
        .contains("requested access to the resource is denied");
    assertThat(clients.skopeo().push(Thing.IMAGE, image, LIAR).output())
        .contains("invalid username/password");
  }
}
