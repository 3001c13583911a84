// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.ingress.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    var template = Samples.of("localhost/good:1").scaled(0).app("web");
    var spec = new RevisionSpec("web", template, "app-1", "tag-1");
    var key = new Key("p1", "web-00001");
    return new Revision(
        new Resource<>(Kind.REVISION, key, "r-1", "1", Instant.EPOCH, spec, observed));
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
    autoscaler.serve(WEB, HOST, ready, 1, 1);
    seconds(5);
    assertThat(autoscaler.wanted(ready, 1)).isEqualTo(1);
    assertThat(nudged).isEmpty();
    seconds(1);
    assertThat(autoscaler.wanted(ready, 1)).isZero();
    assertThat(nudged).containsExactly(WEB);
    autoscaler.serve(WEB, HOST, ready, 0, 0); // as the nudged one does

    autoscaler.waiting("another." + HOST);
    assertThat(autoscaler.wanted(ready, 0)).isZero();
    autoscaler.waiting(HOST);
    assertThat(autoscaler.wanted(ready, 0)).isEqualTo(1);
    assertThat(nudged).containsExactly(WEB, WEB);
    autoscaler.serve(WEB, HOST, ready, 1, 1);
    assertThat(autoscaler.loads().getFirst().wakes())
        .containsOnlyKeys("frozen")
        .allSatisfy((_, wakes) -> assertThat(wakes.count()).isEqualTo(1));
  }

  @Test
  void whatSleepsGoesDownTheLadder() {
    var ready = revision(Kind.REVISION.unseen().ready(1));
    autoscaler.start();
    autoscaler.serve(WEB, HOST, ready, 1, 1);
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
    autoscaler.serve(WEB, HOST, ready, 1, 1);
    bytes = 101;
    seconds(30);
    assertThat(autoscaler.rung(ready, Rung.FROZEN)).isEqualTo(Rung.CREATED);
    autoscaler.waiting(HOST);
    autoscaler.serve(WEB, HOST, ready, 1, 1);
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
  void aLookThatFailsIsNotTheLastOne() {
    var ready = revision(Kind.REVISION.unseen().ready(1));
    autoscaler.start();
    autoscaler.serve(WEB, HOST, ready, 1, 1);
    seconds(5);
    broken = true;
    assertThatThrownBy(() -> seconds(1)).hasMessage("broken");
    broken = false;
    autoscaler.waiting(HOST);
    seconds(6);
    assertThat(autoscaler.wanted(ready, 1)).isZero();
  }
}
