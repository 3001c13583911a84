// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.ingress.Backend;
import dev.windlass.ingress.Protocol;
import dev.windlass.ingress.Route;
import dev.windlass.ingress.Routes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The autoscaler, with a clock and an alarm that are moved by hand.
class AutoscalerTest {
  private static final Key WEB = new Key("p1", "web");
  private static final String HOST = "web.abcdefghijk.localhost";

  private final List<Key> nudged = new ArrayList<>();
  private final List<Alarmed> alarms = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-26T12:00:00Z");
  private boolean broken;
  private long bytes;
  private final Autoscaler autoscaler =
      new Autoscaler(
          new Routes(),
          Duration.ofSeconds(6),
          new Standby(Rung.FROZEN, 100),
          _ -> bytes,
          () -> now,
          (after, action) -> alarms.add(new Alarmed(now().plus(after), action)),
          this::nudge);

  private void nudge(Key app) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    nudged.add(app);
  }

  private static Revision revision(RevisionObserved observed) {
    return revision("web-00001", "r-1", observed);
  }

  private static Revision revision(String name, String id) {
    return revision(name, id, Kind.REVISION.unseen().ready(1));
  }

  private static Revision revision(String name, String id, RevisionObserved observed) {
    var template = Samples.of("localhost/good:1").scaled(0).app("web");
    var spec = new RevisionSpec("web", template, "app-1", "tag-1");
    var key = new Key("p1", name);
    return new Revision(new Resource<>(Kind.REVISION, key, id, "1", Instant.EPOCH, spec, observed));
  }

  private void serve(Revision revision, int instances, int ready) {
    autoscaler.serve(WEB, List.of(way(HOST, revision, instances, ready)));
  }

  private static Way way(String name, Revision revision, int instances, int ready) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    var backend = new Backend("b", address, 1, Protocol.HTTP1);
    var route = new Route(Collections.nCopies(ready, backend), Duration.ofSeconds(1), "");
    return new Way(name, route, Optional.of(revision), instances);
  }

  private record Alarmed(Instant at, Runnable action) {}

  private Instant now() {
    return now;
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      now = now.plusSeconds(1);
      var due = alarms.stream().filter(alarm -> !alarm.at().isAfter(now)).toList();
      alarms.removeAll(due);
      due.forEach(alarm -> alarm.action().run());
    }
  }

  @Test
  void sleepsAfterTheWindowAndWakesAtOnce() {
    var ready = revision(Kind.REVISION.unseen().ready(1));
    autoscaler.start();
    serve(ready, 1, 1);
    seconds(5);
    assertThat(autoscaler.wanted(ready, 1)).isEqualTo(1);
    assertThat(nudged).isEmpty();
    seconds(1);
    assertThat(autoscaler.wanted(ready, 1)).isZero();
    assertThat(nudged).containsExactly(WEB);
    serve(ready, 0, 0); // as the nudged one does

    autoscaler.waiting("another." + HOST);
    assertThat(autoscaler.wanted(ready, 0)).isZero();
    autoscaler.waiting(HOST);
    assertThat(autoscaler.wanted(ready, 0)).isEqualTo(1);
    assertThat(nudged).containsExactly(WEB, WEB);
    serve(ready, 1, 1);
    assertThat(autoscaler.loads().getFirst().wakes())
        .containsOnlyKeys("frozen")
        .allSatisfy((_, wakes) -> assertThat(wakes.count()).isEqualTo(1));
  }

  @Test
  void whatSleepsGoesDownTheLadder() {
    var ready = revision(Kind.REVISION.unseen().ready(1));
    autoscaler.start();
    serve(ready, 1, 1);
    assertThat(autoscaler.rung(ready, Rung.COLD)).as("not known").isEqualTo(Rung.COLD);
    seconds(6);
    assertThat(autoscaler.rung(ready, Rung.COLD)).isEqualTo(Rung.FROZEN);
    nudged.clear();
    now = now.plusSeconds(900);
    seconds(1);
    assertThat(autoscaler.rung(ready, Rung.FROZEN)).isEqualTo(Rung.CREATED);
    assertThat(nudged).containsExactly(WEB);
  }

  @Test
  void whoSleptLongestMakesRoom() {
    var ready = revision(Kind.REVISION.unseen().ready(1));
    autoscaler.start();
    serve(ready, 1, 1);
    bytes = 101;
    seconds(30);
    assertThat(autoscaler.rung(ready, Rung.FROZEN)).isEqualTo(Rung.CREATED);
    autoscaler.waiting(HOST);
    serve(ready, 1, 1);
    bytes = 100;
    seconds(30);
    assertThat(autoscaler.rung(ready, Rung.COLD)).isEqualTo(Rung.FROZEN);
  }

  @Test
  void whatIsNotKnownStaysAsItIs() {
    var ready = revision(Kind.REVISION.unseen().ready(1));
    assertThat(autoscaler.wanted(ready, 3)).as("after a crash").isEqualTo(3);
    assertThat(autoscaler.wanted(ready, 0)).as("it slept").isZero();
    assertThat(autoscaler.wanted(revision(Kind.REVISION.unseen()), 0)).as("a new one").isEqualTo(1);
  }

  @Test
  void eachRevisionThatGetsRequestsScalesByItself() {
    var one = revision("web-00001", "r-1");
    var two = revision("web-00002", "r-2");
    autoscaler.start();
    autoscaler.serve(WEB, List.of(way("one", one, 3, 3), way("two", two, 2, 2)));
    assertThat(autoscaler.loads()).extracting(AppLoad::desired).containsExactly(3, 2);
    seconds(20);
    assertThat(autoscaler.loads()).extracting(AppLoad::desired).containsExactly(0, 0);
    autoscaler.waiting("two");
    assertThat(autoscaler.wanted(one, 0)).isZero();
    assertThat(autoscaler.wanted(two, 0)).isEqualTo(1);

    autoscaler.serve(WEB, List.of(way(HOST, one, 0, 0)));
    assertThat(autoscaler.loads()).extracting(AppLoad::revision).containsExactly("web-00001");
    autoscaler.waiting("two");
    autoscaler.waiting(HOST);
    assertThat(autoscaler.wanted(one, 0)).isEqualTo(1);
  }

  @Test
  void aLookThatFailsIsNotTheLastOne() {
    var ready = revision(Kind.REVISION.unseen().ready(1));
    autoscaler.start();
    serve(ready, 1, 1);
    seconds(5);
    broken = true;
    assertThatThrownBy(() -> seconds(1)).hasMessage("broken");
    broken = false;
    autoscaler.waiting(HOST);
    seconds(6);
    assertThat(autoscaler.wanted(ready, 1)).isZero();
  }
}
