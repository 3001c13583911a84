// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests that the engine itself has for apps.
@Timeout(60)
class CourierTest {
  private static final Host SHOP = Host.of("shop.test");

  private Fixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new Fixture();
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private int post(Host host) throws IOException, InterruptedException {
    return fixture.ingress.courier().post(host, "/in?a=b", Map.of("ce-id", "7"), body());
  }

  private static byte[] body() {
    return "a body".getBytes(UTF_8);
  }

  private static Route route(Duration patience, Backend... backends) {
    return new Route(List.of(backends), patience, "");
  }

  @Test
  void comeWholeAndBringTheStatusBack() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    fixture.shop(wire -> {
      var head = wire.head();
      heard.add(head + "|" + wire.body(head));
      wire.send("HTTP/1.1 202 Accepted\nContent-Length: 3\n\nyes");
    });
    assertThat(post(SHOP)).isEqualTo(202);
    assertThat(heard.poll(5, TimeUnit.SECONDS))
        .contains("POST /in?a=b HTTP/1.1")
        .containsIgnoringCase("ce-id: 7")
        .containsIgnoringCase("host: shop.test")
        .containsIgnoringCase("content-length: " + body().length)
        .endsWith("|" + new String(body(), UTF_8));
    assertThat(fixture.routes.demand("shop.test").requests()).isEqualTo(1);
    assertThat(fixture.routes.inFlight("shop")).as("seats given back").isZero();
  }

  @Test
  void waitForAnAppToWakeUp() throws Exception {
    var app = fixture.opened(FakeApp.saying("awake"));
    var asleep = Map.of("shop.test", route(Duration.ofSeconds(30)));
    fixture.routes.replace(asleep);
    BlockingQueue<String> woken = new LinkedBlockingQueue<>();
    fixture.routes.watch(
        new Watcher() {
          @Override
          public void waiting(String way) {
            woken.add(way);
          }

          @Override
          public void drained(Backend backend) {}
        });
    var waking =
        Thread.startVirtualThread(() -> {
          try {
            woken.take();
            fixture.routes.replace(
                Map.of("shop.test", route(Duration.ofSeconds(30), app.backend("shop", 1))));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(post(SHOP)).isEqualTo(200);
    waking.join();
  }

  @Test
  void giveUpWhenTheTimeOfTheRouteIsOver() throws Exception {
    fixture.routes.replace(Map.of("shop.test", route(Duration.ofMillis(50))));
    assertThatThrownBy(() -> post(SHOP))
        .isInstanceOf(IOException.class)
        .hasMessage("no instance was free in time");
    var silent = fixture.opened(FakeApp.playing(wire -> Thread.sleep(Duration.ofMinutes(1))));
    fixture.routes.replace(
        Map.of("shop.test", route(Duration.ofMillis(50), silent.backend("shop", 1))));
    assertThatThrownBy(() -> post(SHOP)).hasMessage("no answer came in time");
    assertThat(fixture.routes.inFlight("shop")).as("seats given back").isZero();
    assertThat(fixture.routes.load("shop.test").waiting()).isZero();
  }

  @Test
  void tellWhenThereIsNobodyToAsk() throws Exception {
    assertThatThrownBy(() -> post(Host.of("nobody.test"))).hasMessage("there is no such app");
    var gone = FakeApp.saying("");
    var backend = gone.backend("shop", 1);
    gone.close();
    fixture.routes.replace(Map.of("shop.test", route(Duration.ofSeconds(30), backend)));
    assertThatThrownBy(() -> post(SHOP))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("refused");
    assertThat(fixture.routes.inFlight("shop")).isZero();
  }
}
