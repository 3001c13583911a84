// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.ingress.Wire.Head;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IngressTest {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration SHORT = Duration.ofMillis(300);

  private final Routes routes = new Routes();
  private final Map<String, Route> table = new HashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Ingress ingress;

  @BeforeEach
  void start() throws Exception {
    ingress = Ingress.start(ANY_PORT, routes, IngressLimits.STANDARD.withWaiting(2));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable thing : opened.reversed()) {
      thing.close();
    }
    ingress.close();
  }

  @Test
  void theHostChoosesTheApp() throws Exception {
    route("shop.test", LONG, opened(FakeApp.saying("shop")).backend("s", 10));
    route("blog.test", LONG, opened(FakeApp.saying("blog")).backend("b", 10));
    var client = client();
    assertThat(get(client, "shop.test")).isEqualTo("shop");
    assertThat(get(client, "blog.test:7080")).isEqualTo("blog");
    assertThat(get(client, "SHOP.Test")).isEqualTo("shop");
  }

  @Test
  void aWholeUrlInTheRequestLineOutranksTheHostHeader() throws Exception {
    var heads = new ArrayBlockingQueue<Head>(1);
    route("shop.test", LONG, recording(heads, "shop"));
    var client = client();
    client.send("GET http://shop.test:7080/a?b=c HTTP/1.1\nHost: blog.test\n\n");
    assertThat(client.body(client.head())).isEqualTo("shop");
    Head seen = heads.take();
    assertThat(seen.start()).isEqualTo("GET /a?b=c HTTP/1.1");
    assertThat(seen.all("Host")).containsExactly("shop.test:7080");
  }

  @Test
  void connectionsAreKeptOnBothSides() throws Exception {
    var app = opened(FakeApp.saying("hello"));
    route("shop.test", LONG, app.backend("s", 10));
    var client = client();
    for (int i = 0; i < 50; i++) {
      assertThat(get(client, "shop.test")).isEqualTo("hello");
    }
    assertThat(app.connections).hasValue(1);
  }

  @Test
  void anUnknownHostGetsA404ThatSaysWhatToCheck() throws Exception {
    Answer answer = ask(client(), "GET / HTTP/1.1\nHost: shpo.test\n\n");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body())
        .startsWith("no app is called shpo.test\n  why: ")
        .contains("spelling", "deleted", "visibility");
  }

  @Test
  void aRequestWithoutHostGetsA400() throws Exception {
    assertThat(ask(client(), "GET / HTTP/1.0\n\n").status()).isEqualTo(400);
  }

  @Test
  void withoutABackendItSays503AndWhy() throws Exception {
    table.put("shop.test", new Route(List.of(), SHORT, "the image 'shop:v2' does not exist"));
    routes.replace(table);
    Answer answer = ask(client(), "GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("why: the image 'shop:v2' does not exist");
  }

  @Test
  void aWaitingRequestGoesOnWhenABackendComes() throws Exception {
    var nudged = new ArrayBlockingQueue<String>(10);
    routes.watch(new Noted(nudged, new ArrayBlockingQueue<>(10)));
    route("shop.test", LONG);
    var client = client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(nudged.take()).isEqualTo("shop.test");
    assertThat(routes.load("shop.test")).isEqualTo(new Load(0, 1));
    route("shop.test", LONG, opened(FakeApp.saying("awake")).backend("s", 1));
    assertThat(client.body(client.head())).isEqualTo("awake");
  }

  @Test
  void aWaitingRequestFailsAtOnceWhenPatienceIsTakenAway() throws Exception {
    route("shop.test", LONG);
    var client = client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    awaitWaiting("shop.test", 1);
    table.put("shop.test", new Route(List.of(), Duration.ZERO, "it crashes"));
    routes.replace(table);
    Head head = client.head();
    assertThat(head.start()).isEqualTo("HTTP/1.1 503 Service Unavailable");
    assertThat(client.body(head)).contains("why: it crashes");
  }

  @Test
  void aWaitingRequestGetsA404WhenTheAppIsDeleted() throws Exception {
    route("shop.test", LONG);
    var client = client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    awaitWaiting("shop.test", 1);
    routes.replace(Map.of());
    assertThat(client.head().start()).isEqualTo("HTTP/1.1 404 Not Found");
  }

  @Test
  void aFullQueueGetsA429() throws Exception {
    route("shop.test", LONG);
    for (int i = 0; i < 2; i++) {
      client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    }
    awaitWaiting("shop.test", 2);
    Answer answer = ask(client(), "GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).contains("2 requests already wait");
    assertThat(answer.head().header("Retry-After")).isEqualTo("1");
  }

  @Test
  void whoHangsUpWhileWaitingLeavesTheQueue() throws Exception {
    route("shop.test", LONG);
    var client = client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    awaitWaiting("shop.test", 1);
    client.close();
    awaitWaiting("shop.test", 0);
  }

  @Test
  void anInstanceNeverHasMoreRequestsThanItsConcurrency() throws Exception {
    var begun = new ArrayBlockingQueue<String>(10);
    var finish = new CountDownLatch(1);
    route("shop.test", LONG, slow(begun, finish).backend("s", 2));
    var clients = List.of(client(), client(), client());
    for (Wire client : clients) {
      client.send("GET / HTTP/1.1\nHost: shop.test\n\n");
    }
    begun.take();
    begun.take();
    awaitWaiting("shop.test", 1);
    assertThat(routes.load("shop.test")).isEqualTo(new Load(2, 1));
    assertThat(routes.inFlight("s")).isEqualTo(2);
    finish.countDown();
    for (Wire client : clients) {
      assertThat(client.body(client.head())).isEqualTo("done");
    }
    awaitDrained("s");
  }

  @Test
  void theLeastBusyInstanceIsNext() throws Exception {
    var finish = new CountDownLatch(1);
    BlockingQueue<String> first = new ArrayBlockingQueue<>(10);
    BlockingQueue<String> second = new ArrayBlockingQueue<>(10);
    var a = slow(first, finish).backend("a", 10);
    var b = slow(second, finish).backend("b", 10);
    route("shop.test", LONG, a, b);
    for (int i = 0; i < 4; i++) {
      client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    }
    for (int i = 0; i < 2; i++) {
      first.take();
      second.take();
    }
    finish.countDown();
  }

  @Test
  void busyInstancesGiveA504OncePatienceEnds() throws Exception {
    var begun = new ArrayBlockingQueue<String>(10);
    Backend busy = slow(begun, new CountDownLatch(1)).backend("s", 1);
    route("patient.test", LONG, busy);
    route("shop.test", SHORT, busy);
    client().send("GET / HTTP/1.1\nHost: patient.test\n\n");
    begun.take();
    Answer answer = ask(client(), "GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.body()).contains("no free instance within 300 ms", "all 1 of its instances");
  }

  @Test
  void aSilentInstanceGivesA504AndItsRequestIsCut() throws Exception {
    var hungUp = new CountDownLatch(1);
    var app =
        opened(
            FakeApp.playing(wire -> {
              wire.head();
              assertThat(wire.isEnded()).isTrue();
              hungUp.countDown();
            }));
    route("shop.test", SHORT, app.backend("s", 1));
    Answer answer = ask(client(), "GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.body()).contains("did not answer within 300 ms");
    assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    awaitDrained("s");
  }

  @Test
  void anInstanceThatHangsUpGivesA502() throws Exception {
    var app = opened(FakeApp.playing(Wire::head));
    route("shop.test", LONG, app.backend("s", 1));
    Answer answer = ask(client(), "GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(app.connections).hasValue(1);
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("hung up before it sent an answer");
  }

  @Test
  void aRefusedConnectionIsTriedOnAnotherInstance() throws Exception {
    Backend gone = gone();
    route("shop.test", LONG, gone, opened(FakeApp.saying("alive")).backend("s", 10));
    for (int i = 0; i < 10; i++) {
      assertThat(get(client(), "shop.test")).isEqualTo("alive");
    }
    assertThat(routes.drained(gone.name())).isTrue();
  }

  @Test
  void anUnreachableInstanceGivesA502() throws Exception {
    route("shop.test", LONG, gone());
    Answer answer = ask(client(), "GET / HTTP/1.1\nHost: shop.test\n\n");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("takes no connections", "0.0.0.0");
  }

  @Test
  void aKeptConnectionThatTheInstanceClosesCostsNoRequest() throws Exception {
    var app =
        opened(
            FakeApp.playing(wire -> {
              wire.head();
              wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
              wire.head(); // takes the next request and hangs up without a word
            }));
    route("shop.test", LONG, app.backend("s", 1));
    var client = client();
    for (int i = 0; i < 10; i++) {
      assertThat(get(client, "shop.test")).isEqualTo("ok");
    }
  }

  @Test
  void aPostIsNotSentTwice() throws Exception {
    var posts = new ArrayBlockingQueue<Head>(10);
    var app =
        opened(
            FakeApp.playing(wire -> {
              wire.head();
              wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
              posts.add(wire.head());
            }));
    route("shop.test", LONG, app.backend("s", 1));
    var client = client();
    assertThat(get(client, "shop.test")).isEqualTo("ok");
    Answer answer = ask(client, "POST / HTTP/1.1\nHost: shop.test\nContent-Length: 0\n\n");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(posts).hasSize(1);
  }

  @Test
  void aBackendThatLeavesFinishesItsRequestsAndIsThenDrained() throws Exception {
    var begun = new ArrayBlockingQueue<String>(10);
    var drained = new ArrayBlockingQueue<Backend>(10);
    var finish = new CountDownLatch(1);
    routes.watch(new Noted(new ArrayBlockingQueue<>(10), drained));
    Backend old = slow(begun, finish).backend("old", 10);
    route("shop.test", LONG, old);
    var client = client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    begun.take();
    route("shop.test", LONG, opened(FakeApp.saying("new")).backend("new", 10));
    assertThat(get(client(), "shop.test")).isEqualTo("new");
    assertThat(routes.drained("old")).isFalse();
    assertThat(drained).isEmpty();
    finish.countDown();
    assertThat(client.body(client.head())).isEqualTo("done");
    assertThat(drained.take()).isEqualTo(old);
    assertThat(routes.drained("old")).isTrue();
  }

  @Test
  void theConnectionsOfABackendThatLeftAreClosed() throws Exception {
    var hungUp = new CountDownLatch(1);
    var app =
        opened(
            FakeApp.playing(wire -> {
              wire.head();
              wire.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
              assertThat(wire.isEnded()).isTrue();
              hungUp.countDown();
            }));
    route("shop.test", LONG, app.backend("s", 1));
    assertThat(get(client(), "shop.test")).isEqualTo("ok");
    route("shop.test", LONG);
    assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatHangsUpCutsItsRequest() throws Exception {
    var begun = new ArrayBlockingQueue<String>(1);
    var hungUp = new CountDownLatch(1);
    var app =
        opened(
            FakeApp.playing(wire -> {
              wire.head();
              begun.add("request");
              assertThat(wire.isEnded()).isTrue();
              hungUp.countDown();
            }));
    route("shop.test", LONG, app.backend("s", 1));
    var client = client().send("GET / HTTP/1.1\nHost: shop.test\n\n");
    begun.take();
    client.close();
    assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    awaitDrained("s");
  }

  private record Noted(BlockingQueue<String> hosts, BlockingQueue<Backend> backends)
      implements Watcher {
    @Override
    public void waiting(String host) {
      hosts.add(host);
    }

    @Override
    public void drained(Backend backend) {
      backends.add(backend);
    }
  }

  private record Answer(Head head, String body) {
    int status() {
      return Integer.parseInt(head.start().split(" ", 3)[1]);
    }
  }

  private Answer ask(Wire client, String request) throws IOException {
    client.send(request);
    Head head = client.head();
    return new Answer(head, client.body(head));
  }

  private String get(Wire client, String host) throws IOException {
    return ask(client, "GET / HTTP/1.1\nHost: " + host + "\n\n").body();
  }

  private Backend recording(BlockingQueue<Head> heads, String text) throws IOException {
    var app =
        FakeApp.playing(wire -> {
          heads.add(wire.head());
          wire.send("HTTP/1.1 200 OK\nContent-Length: " + text.length() + "\n\n" + text);
          wire.head();
        });
    return opened(app).backend("recording", 10);
  }

  private FakeApp slow(BlockingQueue<String> begun, CountDownLatch finish) throws IOException {
    return opened(
        FakeApp.playing(wire -> {
          while (true) {
            begun.add(wire.head().start());
            finish.await();
            wire.send("HTTP/1.1 200 OK\nContent-Length: 4\n\ndone");
          }
        }));
  }

  private static Backend gone() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Backend(
          "gone", (InetSocketAddress) server.getLocalSocketAddress(), 10, Protocol.HTTP1);
    }
  }

  private void route(String host, Duration patience, Backend... backends) {
    table.put(host, new Route(List.of(backends), patience, ""));
    routes.replace(table);
  }

  private Wire client() throws IOException {
    return opened(Wire.to(ingress.address()));
  }

  private <T extends AutoCloseable> T opened(T thing) {
    opened.add(thing);
    return thing;
  }

  private void awaitWaiting(String host, int count) throws InterruptedException {
    Eventually.holds(() -> routes.load(host).waiting() == count);
  }

  private void awaitDrained(String backend) throws InterruptedException {
    Eventually.holds(() -> routes.drained(backend));
  }
}
