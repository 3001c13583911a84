// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Containers] must do. The fake and the real ones pass it, so that tests which use the
/// fake say something about the real ones.
interface ContainersContract {
  Containers containers();

  /// A container that runs until it is stopped.
  Container lasting(String id);

  /// A container that ends at once with this code.
  Container ending(String id, int code);

  /// A container that uses too much memory.
  Container greedy(String id);

  /// A container that prints "one", "two" to the standard output, then "three" to the standard
  /// error, then lasts.
  Container talking(String id);

  /// A container that cannot be started for this reason.
  Container impossible(String id, Start.Kind kind);

  @Test
  default void aStartedContainerIsListedWithItsLabelsAndAddress() throws Exception {
    var before = Instant.now().minusSeconds(1);
    var started = started(lasting("a"));
    assertThat(containers().list()).containsExactly(started);
    assertThat(started.labels()).isEqualTo(Map.of("made-by", "test"));
    assertThat(started.running()).isTrue();
    assertThat(started.startedAt()).isBetween(before, Instant.now().plusSeconds(1));
  }

  @Test
  default void containersAreFoundByTheirLabels() throws Exception {
    var started = started(lasting("a"));
    assertThat(containers().list(Map.of("made-by", "test"))).containsExactly(started);
    assertThat(containers().list(Map.of())).containsExactly(started);
    assertThat(containers().list(Map.of("made-by", "nobody"))).isEmpty();
    assertThat(containers().list(Map.of("made-by", "test", "more", "x"))).isEmpty();
  }

  @Test
  default void containersHaveDifferentAddresses() throws Exception {
    assertThat(started(lasting("a")).address()).isNotEqualTo(started(lasting("b")).address());
  }

  @Test
  default void startingTwiceIsStartingOnce() throws Exception {
    assertThat(started(lasting("a"))).isEqualTo(started(lasting("a")));
    assertThat(containers().list()).hasSize(1);
  }

  @Test
  default void startingManyAtOnceStartsEachOnce() throws Exception {
    var starts = new ConcurrentLinkedQueue<Start>();
    var threads =
        IntStream.range(0, 8)
            .mapToObj(i -> Thread.startVirtualThread(() -> start(starts, lasting("c" + i / 2))))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(starts).hasSize(8).allMatch(Start.Started.class::isInstance);
    assertThat(containers().list())
        .extracting(Observed::id)
        .containsExactlyInAnyOrder("c0", "c1", "c2", "c3");
  }

  private void start(ConcurrentLinkedQueue<Start> starts, Container container) {
    try {
      starts.add(containers().start(container));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void aStoppedContainerIsGone() throws Exception {
    started(lasting("a"));
    containers().stop("a", Duration.ZERO);
    assertThat(containers().list()).isEmpty();
  }

  @Test
  default void stoppingWhatIsNotThereIsFine() throws Exception {
    containers().stop("nobody", Duration.ofSeconds(5));
  }

  @Test
  default void stoppingTwiceAtOnceIsFine() throws Exception {
    started(lasting("a"));
    var threads = new ArrayList<Thread>();
    var troubles = new ConcurrentLinkedQueue<Throwable>();
    for (int i = 0; i < 4; i++) {
      var thread =
          Thread.ofVirtual()
              .uncaughtExceptionHandler((_, trouble) -> troubles.add(trouble))
              .start(() -> stop("a"));
      threads.add(thread);
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(troubles).isEmpty();
    assertThat(containers().list()).isEmpty();
  }

  private void stop(String id) {
    try {
      containers().stop(id, Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  default void anIdCanBeUsedAgain() throws Exception {
    started(ending("a", 3));
    Wait.until("a ended", () -> !observed("a").running());
    containers().stop("a", Duration.ZERO);
    assertThat(started(lasting("a")).running()).isTrue();
    assertThat(observed("a").running()).isTrue();
  }

  @Test
  default void anEndedContainerStaysListedWithItsCode() throws Exception {
    started(ending("ok", 0));
    started(ending("bad", 3));
    Wait.until("both ended", () -> !observed("ok").running() && !observed("bad").running());
    assertThat(end("ok").code()).isZero();
    assertThat(end("bad").code()).isEqualTo(3);
    assertThat(end("bad").excess()).isEqualTo(Observed.Excess.NOTHING);
    assertThat(end("bad").at()).isBeforeOrEqualTo(Instant.now().plusSeconds(1));
  }

  @Test
  default void runningOutOfMemoryIsToldApart() throws Exception {
    started(greedy("a"));
    Wait.until("a ended", () -> !observed("a").running());
    assertThat(end("a").code()).isEqualTo(137);
    assertThat(end("a").excess()).isEqualTo(Observed.Excess.MEMORY);
  }

  @Test
  default void everyEndIsToldOnce() throws Exception {
    var told = new ConcurrentLinkedQueue<String>();
    containers().onEnd(told::add);
    for (int i = 0; i < 3; i++) {
      started(ending("e" + i, i));
    }
    Wait.until("three ends", () -> told.size() >= 3);
    assertThat(told).containsExactlyInAnyOrder("e0", "e1", "e2");
  }

  @Test
  default void whatCannotStartLeavesNothing() throws Exception {
    for (var kind : Set.of(Start.Kind.NO_COMMAND, Start.Kind.EXECUTABLE_NOT_FOUND)) {
      var start = containers().start(impossible("a", kind));
      assertThat(start).isInstanceOf(Start.Failed.class);
      assertThat(((Start.Failed) start).kind()).isEqualTo(kind);
      assertThat(((Start.Failed) start).detail()).isNotBlank();
      assertThat(containers().list()).isEmpty();
    }
    assertThat(started(lasting("a")).running()).isTrue();
  }

  @Test
  default void aCreatedContainerWaitsForItsStart() throws Exception {
    var before = Instant.now();
    var created = (Start.Started) containers().create(talking("a"));
    assertThat(created.container().state()).isEqualTo(new Observed.State.Created());
    assertThat(containers().list()).containsExactly(created.container());
    assertThat(((Start.Started) containers().create(talking("a"))).container())
        .isEqualTo(created.container());
    assertThat(lines("a", -1)).isEmpty();
    assertThat(((Start.Started) containers().start(talking("a"))).container())
        .isEqualTo(created.container());
    var started = ((Start.Started) containers().begin("a")).container();
    assertThat(containers().begin("a")).isEqualTo(new Start.Started(started));
    assertThat(started.running()).isTrue();
    assertThat(started.address()).isEqualTo(created.container().address());
    assertThat(started.startedAt()).isAfter(before);
    Wait.until("three lines", () -> lines("a", -1).size() == 3);
    containers().stop("a", Duration.ZERO);
    assertThat(containers().list()).isEmpty();
  }

  @Test
  default void aCreatedContainerCanBeStoppedBeforeItsStart() throws Exception {
    containers().create(lasting("a"));
    containers().stop("a", Duration.ofSeconds(30));
    assertThat(containers().list()).isEmpty();
    assertThat(started(lasting("a")).running()).isTrue();
  }

  @Test
  default void whatWasNotCreatedCannotBegin() throws Exception {
    assertThat(containers().begin("nobody")).isInstanceOf(Start.Failed.class);
  }

  @Test
  default void aFrozenContainerGoesOnWhenItIsThawed() throws Exception {
    started(lasting("a"));
    containers().freeze("a");
    assertThat(observed("a").state()).isEqualTo(new Observed.State.Frozen());
    containers().freeze("a");
    assertThat(started(lasting("a")).running()).as("a start is no thaw").isFalse();
    containers().thaw("a");
    assertThat(observed("a").running()).isTrue();
    containers().thaw("a");
    assertThat(observed("a").running()).isTrue();
  }

  @Test
  default void aFrozenContainerCanBeStopped() throws Exception {
    started(lasting("a"));
    containers().freeze("a");
    containers().stop("a", Duration.ZERO);
    assertThat(containers().list()).isEmpty();
  }

  @Test
  default void onlyWhatRunsIsFrozen() throws Exception {
    containers().freeze("nobody");
    containers().create(lasting("created"));
    containers().freeze("created");
    started(ending("ended", 0));
    Wait.until("it ended", () -> observed("ended").ended());
    containers().freeze("ended");
    assertThat(observed("created").state()).isEqualTo(new Observed.State.Created());
    assertThat(observed("ended").ended()).isTrue();
  }

  @Test
  default void theMemoryThatAContainerKeepsIsCounted() throws Exception {
    started(lasting("a"));
    assertThat(containers().memory("a")).isBetween(1L, 100L << 20);
    assertThat(containers().memory("nobody")).isZero();
  }

  @Test
  default void anIdThatIsNoNameIsRefused() {
    for (var id : List.of("", "../a", "a/b", "a b", "x".repeat(64), "-a")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> containers().start(lasting(id)))
          .withMessageContaining("'" + id + "'");
    }
  }

  @Test
  default void theLogHasEachLineWithItsStream() throws Exception {
    started(talking("a"));
    Wait.until("three lines", () -> lines("a", -1).size() == 3);
    var lines = lines("a", -1);
    assertThat(lines.stream().filter(line -> !line.error()).map(Log.Line::text))
        .containsExactly("one", "two");
    assertThat(lines.stream().filter(Log.Line::error).map(Log.Line::text)).containsExactly("three");
  }

  @Test
  default void theTailIsTheLastLines() throws Exception {
    started(talking("a"));
    Wait.until("three lines", () -> lines("a", -1).size() == 3);
    assertThat(lines("a", 2)).isEqualTo(lines("a", -1).subList(1, 3));
    assertThat(lines("a", 0)).isEmpty();
    assertThat(lines("a", 100)).hasSize(3);
  }

  @Test
  default void followingEndsWithTheContainer() throws Exception {
    started(talking("a"));
    var lines = new ConcurrentLinkedQueue<String>();
    var reading =
        Thread.startVirtualThread(() -> {
          try {
            containers().log("a").read(-1, () -> true, line -> lines.add(line.text()));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
    Wait.until("three lines", () -> lines.size() == 3);
    assertThat(reading.isAlive()).isTrue();
    containers().stop("a", Duration.ZERO);
    assertThat(reading.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  default void followingEndsWhenItsReaderHasEnough() throws Exception {
    started(talking("a"));
    containers().log("a").read(-1, () -> false, _ -> {});
    var enough = new ConcurrentLinkedQueue<String>();
    containers().log("a").read(-1, () -> enough.size() < 3, line -> enough.add(line.text()));
    assertThat(enough).hasSize(3);
  }

  @Test
  default void theLogOfNobodyIsEmpty() throws Exception {
    assertThat(lines("nobody", -1)).isEmpty();
  }

  /// Starts it, which must work.
  default Observed started(Container container) throws InterruptedException {
    return switch (containers().start(container)) {
      case Start.Started(var observed, _) -> observed;
      case Start.Failed failed -> throw new AssertionError(failed.toString());
    };
  }

  default Observed observed(String id) {
    return containers().list().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  default Observed.State.Ended end(String id) {
    return (Observed.State.Ended) observed(id).state();
  }

  default List<Log.Line> lines(String id, int tail) throws Exception {
    var lines = new ArrayList<Log.Line>();
    containers().log(id).read(tail, () -> false, lines::add);
    return lines;
  }
}
