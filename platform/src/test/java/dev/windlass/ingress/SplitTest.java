// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The requests for one host go several ways.
@Timeout(60)
class SplitTest {
  private static final int REQUESTS = 1_000;
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

  private Route to(String text) throws IOException {
    return route(fixture.opened(FakeApp.saying(text)).backend(text, 100));
  }

  private static Route route(Backend... backends) {
    return new Route(List.of(backends), Duration.ofSeconds(30), "");
  }

  private static Split split(String one, int weight, String other, int rest) {
    return new Split(List.of(new Share(one, weight), new Share(other, rest)));
  }

  private Map<String, Integer> ask(String host, int times) throws IOException {
    var answers = new HashMap<String, Integer>();
    Wire client = fixture.client();
    for (int i = 0; i < times; i++) {
      answers.merge(ask(client, host), 1, Integer::sum);
    }
    return answers;
  }

  private static String ask(Wire client, String host) throws IOException {
    client.send("GET / HTTP/1.1\nHost: " + host + "\n\n");
    return client.body(client.head());
  }

  @Test
  void eachWayGetsItsPart() throws Exception {
    fixture.routes.replace(
        Map.of(SHOP, split("old", 80, "new", 20), Host.of("canary-shop.test"), Split.of("new")),
        Map.of("old", to("old"), "new", to("new")));
    var answers = ask("shop.test", REQUESTS);
    int old = answers.getOrDefault("old", 0);
    assertThat(old).isBetween(740, 860); // five standard deviations and more
    assertThat(answers).containsOnly(Map.entry("old", old), Map.entry("new", REQUESTS - old));
    assertThat(ask("canary-shop.test", 100)).containsOnly(Map.entry("new", 100));
    assertThat(fixture.routes.demand("old").requests()).isEqualTo(old);
    assertThat(fixture.routes.demand("new").requests()).isEqualTo(REQUESTS - old + 100L);
  }

  @Test
  void aWayIsNoHost() throws Exception {
    fixture.routes.replace(Map.of(SHOP, Split.of("old")), Map.of("old", to("old")));
    assertThat(ask("old", 1).keySet().iterator().next()).contains("old");
    assertThat(fixture.routes.demand("old").requests()).isZero();
  }

  @Test
  void whatWaitsForAWayThatGoesTakesAnother() throws Exception {
    fixture.routes.replace(Map.of(SHOP, Split.of("old")), Map.of("old", route()));
    Wire client = fixture.client();
    client.send("GET / HTTP/1.1\nHost: shop.test\n\n");
    Eventually.holds(() -> fixture.routes.load("old").waiting() == 1);
    fixture.routes.replace(Map.of(SHOP, Split.of("new")), Map.of("new", to("new")));
    assertThat(client.body(client.head())).isEqualTo("new");
    assertThat(fixture.routes.load("new").waiting()).isZero();
  }

  @Test
  void aHostMayLeadElsewhereForThoseWhoComeThroughAnotherEntrance() throws Exception {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var inside = new Entrance(anyPort, Optional.empty(), address -> "from " + address);
    var ingress =
        fixture.opened(
            Ingress.start(
                List.of(Entrance.open(anyPort, Optional.empty()), inside),
                fixture.routes,
                IngressLimits.STANDARD,
                List.of()));
    fixture.routes.replace(
        Map.of(
            SHOP,
            Split.of("old"),
            new Host("from 127.0.0.1", "Shop.Test"),
            Split.of("new"),
            new Host("from 127.0.0.1", "shop"),
            Split.of("new")),
        Map.of("old", to("old"), "new", to("new")));
    var outside = fixture.opened(Wire.to(ingress.address()));
    var here = fixture.opened(Wire.to(ingress.addresses().getLast()));
    assertThat(ask(outside, "shop.test")).isEqualTo("old");
    assertThat(ask(here, "shop.test:80")).isEqualTo("new");
    assertThat(ask(here, "shop")).isEqualTo("new");
    assertThat(ask(outside, "shop")).contains("no app is called shop");
  }

  @Test
  void noHostLeadsNowhere() {
    assertThatThrownBy(() ->
            fixture.routes.replace(Map.of(SHOP, split("old", 1, "new", 1)), Map.of("old", route())))
        .hasMessageContaining("shop.test] leads nowhere");
  }
}
