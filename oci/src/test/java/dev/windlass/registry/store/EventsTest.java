// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  @TempDir private Path folder;
  private Stock stock;

  @BeforeEach
  void open() throws IOException {
    stock = Stock.in(folder);
  }

  @AfterEach
  void close() {
    stock.close();
  }

  private void refused(String client) {
    stock
        .store()
        .events()
        .add("token.refused", client, "ci", "shop/web", "10.0.0.0/8", "not from here");
  }

  private long told() {
    return stock.store().events().list().size();
  }

  @Test
  void areToldTheNewestFirstAlsoAfterARestart() throws Exception {
    refused("1.2.3.4");
    refused("5.6.7.8");
    stock.restart();
    assertThat(stock.store().events().list())
        .extracting(Event::client)
        .containsExactly("5.6.7.8", "1.2.3.4");
  }

  @Test
  void onlyTheLatestAreKept() {
    int most = StoreLimits.STANDARD.events();
    for (int i = 0; i < most + 10; i++) {
      refused("client-" + i);
    }
    assertThat(told()).isEqualTo(most);
    assertThat(stock.store().events().list().getLast().client()).isEqualTo("client-10");
  }

  @Test
  void whoTriesAgainAndAgainIsToldOnceInTenSeconds() {
    for (int second = 0; second < 25; second++) {
      refused("1.2.3.4");
      stock.clock.forward(Duration.ofSeconds(1));
    }
    assertThat(told()).isEqualTo(3);
  }

  @Test
  void alsoWhenTwoTakeTurns() {
    for (int second = 0; second < 5; second++) {
      refused("1.2.3.4");
      refused("5.6.7.8");
      stock.clock.forward(Duration.ofSeconds(1));
    }
    assertThat(told()).isEqualTo(2);
  }
}
