// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.ingress.Wire.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Instances come and go under load, as in a roll-out, a crash of nothing, or scaling to zero and
/// back. No request may notice.
@Timeout(120)
class SwitchTest {
  private static final int CLIENTS = 16;
  private static final int SWITCHES = 60;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicBoolean stopped = new AtomicBoolean();

  @Test
  void noRequestFailsWhileInstancesAreReplaced() throws Exception {
    var fixture = new Fixture();
    try {
      FakeApp first = fixture.opened(FakeApp.saying("hello"));
      fixture.route(first.backend("0", 4));
      List<Thread> clients = startClients(fixture);
      rollOut(fixture, first);
      stopped.set(true);
      for (Thread client : clients) {
        client.join();
      }
    } finally {
      fixture.close();
    }
    assertThat(failures).isEmpty();
    assertThat(answered.get()).isGreaterThan(SWITCHES);
  }

  /// Each instance is stopped as soon as the routes say that nothing is left for it to do.
  private void rollOut(Fixture fixture, FakeApp first) throws Exception {
    FakeApp old = first;
    for (int i = 1; i <= SWITCHES; i++) {
      int before = answered.get();
      FakeApp next = fixture.opened(FakeApp.saying("hello"));
      if (i % 3 == 0) {
        fixture.route(); // scaled to zero for a moment
      }
      fixture.route(next.backend("" + i, 4));
      String gone = "" + (i - 1);
      Eventually.holds(() -> fixture.routes.drained(gone));
      old.close();
      old = next;
      Eventually.holds(() -> answered.get() > before + CLIENTS || !failures.isEmpty());
    }
  }

  private List<Thread> startClients(Fixture fixture) throws IOException {
    var clients = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      Wire wire = fixture.client();
      clients.add(Thread.ofVirtual().start(() -> run(wire)));
    }
    return clients;
  }

  private void run(Wire wire) {
    try {
      while (!stopped.get()) {
        wire.send("POST / HTTP/1.1\nHost: shop.test\nContent-Length: 5\n\nthing");
        Head head = wire.head();
        check(head, wire.body(head));
      }
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  private void check(Head head, String body) {
    if (head.start().equals("HTTP/1.1 200 OK") && body.equals("hello")) {
      answered.incrementAndGet();
    } else {
      failures.add(head.start() + " " + body);
    }
  }
}
