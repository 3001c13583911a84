// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Store;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Images;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.runtime.Container;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Observed;
import dev.windlass.runtime.Observed.State;
import dev.windlass.runtime.Start;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// One random day, from a seed: runs are submitted and deleted, containers end, the daemon is
/// killed between any two steps, the machine reboots. In the evening there is no more trouble, and
/// everything has to come to its end.
final class Day {
  private static final int MOST_MOVES = 300;
  private static final int MOST_ROUNDS = 20_000;

  private final Random random;
  private final World world;
  private final Map<String, Integer> happened;
  private final List<Key> submitted = new ArrayList<>();
  private final Set<String> succeeded = new HashSet<>();
  private final Map<String, Digest> digests = new HashMap<>();
  private final Map<String, Instant> ends = new HashMap<>();
  private boolean evening;

  Day(long seed, Path folder, Map<String, Integer> happened) {
    this.random = new Random(seed);
    this.happened = happened;
    this.world = new World(folder);
    world.storeDoor = store -> Door.before(Store.class, store, this::maybeCrash);
    world.containersDoor = all -> Door.before(Containers.class, all, this::maybeCrash);
    world.imagesDoor = images -> Door.before(Images.class, images, this::maybeCrash);
    world.limits = Limited.limits(random.nextInt(1, 5), random.nextInt(40), Duration.ofHours(1));
    world.containers.keeps = random.nextBoolean();
    world.containers.starter = this::starting;
    world.containers.onStart = this::started;
    world.images.resolving = this::asking;
    world.images.pulling = this::asking;
  }

  void live() throws Exception {
    restart();
    for (int move = 0; move < MOST_MOVES; move++) {
      try {
        move();
      } catch (Crash killed) {
        count("crash");
        restart();
      }
    }
    evening = true;
    restart();
    bringToAnEnd();
    check();
    leave();
    world.assertNothingIsLeft();
  }

  // --- what happens ---

  private void move() throws Exception {
    switch (random.nextInt(20)) {
      case 0 -> submit();
      case 1 -> maybeDelete();
      case 2 -> maybeReboot();
      case 3 -> restart();
      case 4 -> pass(Duration.ofSeconds(random.nextInt(200)));
      case 5, 6, 7, 8 -> next();
      default -> look();
    }
  }

  private void submit() {
    if (submitted.size() < 8) {
      var name = "r" + random.nextInt(6);
      if (world.store.find(Kind.JOB_RUN, new Key("p", name)).isEmpty()) {
        submitted.add(world.submit(name, wanted()));
      }
    }
  }

  private Sample wanted() {
    var specs = List.of("0", "0-1", "0-5", "3,5-6", "0-9");
    var sizes = List.of("0.5 1G", "1 4G", "2 8G", "12 48G");
    var size = sizes.get(random.nextInt(sizes.size())).split(" ", 2);
    var task =
        Sample.TASK
            .indices(specs.get(random.nextInt(specs.size())))
            .size(size[0], size[1])
            .retries(random.nextInt(4));
    var pinned = random.nextInt(4) == 0 ? task.eachPinned() : task;
    return random.nextInt(5) == 0 ? pinned.daemon() : pinned;
  }

  private void maybeDelete() {
    if (!submitted.isEmpty() && random.nextInt(3) == 0) {
      count("delete");
      world.store.delete(Kind.JOB_RUN, submitted.get(random.nextInt(submitted.size())));
    }
  }

  private void maybeReboot() throws Exception {
    if (random.nextInt(10) == 0) {
      count("reboot");
      world.containers.list().forEach(this::forgiveIfUnwritten);
      world.containers.vanish();
      ends.clear();
      restart();
    }
  }

  /// A success that nobody has written down is lost with the machine, and may be repeated.
  private void forgiveIfUnwritten(Observed container) {
    var seen = Seen.of(container);
    boolean written =
        Seen.owner(container)
            .flatMap(key -> world.store.find(Kind.JOB_RUN, key))
            .filter(run -> Life.over(Life.of(run.observed(), seen.index())))
            .isPresent();
    if (!written) {
      succeeded.remove(seen.run() + "#" + seen.index());
    }
  }

  /// The next thing that happens by itself: an alarm, or the end of a container.
  private void next() throws Exception {
    var end = ends.values().stream().min(Instant::compareTo);
    if (end.isPresent() && (!world.hasAlarm() || end.get().isBefore(world.nextAlarm()))) {
      world.travel(end.get());
      endDue();
    } else if (world.hasAlarm()) {
      world.ringNext();
    }
  }

  private void pass(Duration time) {
    world.travel(world.now().plus(time));
    endDue();
  }

  private void endDue() {
    var due = ends.entrySet().stream().filter(one -> !one.getValue().isAfter(world.now()));
    for (String id : due.map(Map.Entry::getKey).sorted().toList()) {
      ends.remove(id);
      end(id);
    }
  }

  private void end(String id) {
    boolean runs = world.containers.running().stream().anyMatch(one -> one.id().equals(id));
    if (!runs) {
      return; // stopped before its time
    }
    switch (random.nextInt(evening ? 2 : 4)) {
      case 0, 1 -> {
        remember(container(id));
        count("exit 0");
        world.containers.exit(id, 0, false);
      }
      case 2 -> {
        count("exit 1");
        world.containers.exit(id, 1, false);
      }
      default -> {
        count("out of memory");
        world.containers.exit(id, 137, true);
      }
    }
  }

  /// An attempt that was given up, as it took too long, does not succeed any more.
  private void remember(Observed container) {
    var seen = Seen.of(container);
    Seen.owner(container)
        .flatMap(key -> world.store.find(Kind.JOB_RUN, key))
        .filter(run -> Life.of(run.observed(), seen.index()).retries() == seen.attempt())
        .ifPresent(_ -> succeeded.add(seen.run() + "#" + seen.index()));
  }

  private Observed container(String id) {
    return world.containers.list().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void look() throws Exception {
    if (world.nudged.isEmpty()) {
      return;
    }
    var keys = List.copyOf(world.nudged);
    world.look(keys.get(random.nextInt(keys.size())));
  }

  private void restart() throws Exception {
    while (true) {
      try {
        world.restart();
        return;
      } catch (Crash killed) {
        count("crash");
      }
    }
  }

  private void maybeCrash() {
    if (!evening && random.nextInt(60) == 0) {
      throw new Crash();
    }
  }

  // --- what the daemon meets, and must not do ---

  private Optional<Start.Failed> starting(Container container) {
    if (evening || random.nextInt(15) != 0) {
      return Optional.empty();
    }
    count("not started");
    var kinds = Start.Kind.values();
    return Optional.of(new Start.Failed(kinds[random.nextInt(kinds.length)], "no luck"));
  }

  private Optional<Failure> asking(Reference image) {
    if (evening || random.nextInt(6) != 0) {
      return Optional.empty();
    }
    count("pull failed");
    var refusal = new Refusal("GET", URI.create("https://icr.io/v2/"), 500, "", "");
    return Optional.of(
        switch (random.nextInt(8)) {
          case 0 -> new Failure.UnknownManifest(image, refusal);
          case 1, 2, 3 ->
              new Failure.Throttled(image, Duration.ofSeconds(random.nextInt(60)), refusal);
          case 4, 5 -> new Failure.Misbehaved(image, refusal);
          default ->
              new Failure.Unreachable(image, URI.create("https://icr.io"), Trouble.TIMEOUT, "slow");
        });
  }

  private void started(Container container) {
    var run = Objects.requireNonNull(container.labels().get("run"));
    var index = run + "#" + container.labels().get("index");
    check(!succeeded.contains(index), "an index that succeeded runs again: " + container.id());
    var digest = container.image().reference().digest();
    check(
        digest.equals(digests.computeIfAbsent(run, _ -> digest)) || pinsEach(run),
        "another image: " + container.id());
    check(alone(index), "two of one index run: " + container.id());
    check(fits(), "the machine is overbooked by " + container.id());
    ends.put(container.id(), world.now().plusSeconds(random.nextInt(1, 9_000)));
  }

  private boolean pinsEach(String run) {
    return world.store.list(Kind.JOB_RUN, "p").stream()
        .filter(found -> found.id().equals(run))
        .anyMatch(found -> "instance".equals(found.wanted().imagePin()));
  }

  private boolean alone(String index) {
    return world.containers.running().stream()
            .map(Seen::of)
            .filter(seen -> index.equals(seen.run() + "#" + seen.index()))
            .count()
        == 1;
  }

  private boolean fits() {
    var sizes =
        world.containers.running().stream()
            .map(one -> world.containers.container(one.id()).limits())
            .toList();
    int milliCpu = sizes.stream().mapToInt(Container.Limits::milliCpu).sum();
    long memory = sizes.stream().mapToLong(Container.Limits::memory).sum();
    return sizes.size() == 1
        || (milliCpu <= World.CAPACITY.milliCpu() && memory <= World.CAPACITY.memory());
  }

  // --- the evening ---

  private void bringToAnEnd() throws Exception {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      world.settle();
      if (allOver()) {
        return;
      }
      next();
    }
    throw new AssertionError(
        "does not end: "
            + world.store.list(Kind.JOB_RUN, "").stream().map(run -> run.observed()).toList());
  }

  private boolean allOver() {
    return world.store.list(Kind.JOB_RUN, "").stream()
        .allMatch(run -> run.observed().completionTime() != null);
  }

  private void check() {
    for (var run : world.store.list(Kind.JOB_RUN, "")) {
      var observed = run.observed();
      boolean all = observed.indices().values().stream().allMatch(Life::succeeded);
      check(
          observed.status().equals(all ? "completed" : "failed"), "wrong in the end: " + observed);
      check(all == (observed.diagnosis() == null), "failed without a reason: " + observed);
      check(observed.retryAt() == null, "waits though it is over: " + observed);
      count(observed.status());
    }
    check(world.containers.running().isEmpty(), "something runs on");
    for (var container : world.containers.list()) {
      check(container.state() instanceof State.Ended, "neither runs nor ended");
    }
  }

  /// Half of the runs are deleted, the others are forgotten in time.
  private void leave() throws Exception {
    for (var run : world.store.list(Kind.JOB_RUN, "")) {
      if (random.nextBoolean()) {
        world.store.delete(Kind.JOB_RUN, run.key());
      }
    }
    world.pass(Duration.ofDays(8));
    check(world.store.list(Kind.JOB_RUN, "").isEmpty(), "some runs are kept for good");
  }

  private void count(String what) {
    happened.merge(what, 1, Integer::sum);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
