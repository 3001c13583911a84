// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Key;
import dev.windlass.runtime.Container.Limits;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Shares the machine among all runs. A run that finds no room queues, and nobody overtakes it; it
/// gets one seat at a time while others wait, and queues again at the end for more. So a small run
/// does not wait for all of a large one, and one that needs the whole machine gets it in the end.
/// An instance that is larger than the machine runs when nothing else does.
final class Seats {
  /// What the instances of a run use together.
  private record Holding(long milliCpu, long memory) {
    static final Holding NONE = new Holding(0, 0);

    Holding and(Limits size, int times) {
      return new Holding(milliCpu + (long) size.milliCpu() * times, memory + size.memory() * times);
    }

    Holding and(Holding other) {
      return new Holding(milliCpu + other.milliCpu, memory + other.memory);
    }
  }

  private final Capacity capacity;
  private final Consumer<Key> nudge;
  private final Map<Key, Holding> holdings = new HashMap<>();
  private final Set<Key> queue = new LinkedHashSet<>();

  /// @param nudge is told which run should look at its room again
  Seats(Capacity capacity, Consumer<Key> nudge) {
    this.capacity = capacity;
    this.nudge = nudge;
  }

  Capacity capacity() {
    return capacity;
  }

  /// Makes a plan for a run of which these containers run, and keeps seats for those that it
  /// starts. The planner gets the number of instances that there is room for.
  synchronized Plan plan(Run run, List<Seen> containers, IntFunction<Plan> planner) {
    var key = run.key();
    hold(key, containers);
    Plan plan = planner.apply(share(key, run.size()));
    int starts = plan.steps(Step.Start.class).size();
    if (starts > 0) {
      holdings.merge(key, Holding.NONE.and(run.size(), starts), Holding::and);
    }
    if (starts > 0 || !plan.waits()) {
      queue.remove(key);
    }
    if (plan.waits()) {
      queue.add(key);
    }
    callNext(key);
    return plan;
  }

  /// The run is gone.
  synchronized void leave(Key key) {
    holdings.remove(key);
    queue.remove(key);
    callNext(key);
  }

  /// Takes note of what runs already.
  synchronized void hold(Key key, List<Seen> containers) {
    holdings.remove(key);
    for (var seen : containers) {
      if (seen.running()) {
        holdings.merge(key, Holding.NONE.and(seen.size(), 1), Holding::and);
      }
    }
  }

  synchronized boolean waits(Key key) {
    return queue.contains(key);
  }

  synchronized boolean empty() {
    return holdings.isEmpty() && queue.isEmpty();
  }

  /// All that there is, when nobody else waits; else one seat for the first in the queue.
  private int share(Key key, Limits size) {
    boolean first = queue.isEmpty() || queue.iterator().next().equals(key);
    boolean alone = queue.size() <= 1;
    return first ? Math.min(room(size), alone ? Integer.MAX_VALUE : 1) : 0;
  }

  private void callNext(Key caller) {
    queue.stream().findFirst().filter(first -> !first.equals(caller)).ifPresent(nudge);
  }

  private int room(Limits size) {
    if (holdings.isEmpty()) {
      return Math.max(1, fitting(size, capacity.milliCpu(), capacity.memory()));
    }
    var taken = holdings.values().stream().reduce(Holding.NONE, Holding::and);
    return fitting(
        size, capacity.milliCpu() - taken.milliCpu(), capacity.memory() - taken.memory());
  }

  private static int fitting(Limits size, long milliCpu, long memory) {
    long byCpu = milliCpu / Math.max(1, size.milliCpu());
    long byMemory = memory / Math.max(1, size.memory());
    return Math.clamp(Math.min(byCpu, byMemory), 0, Integer.MAX_VALUE);
  }
}
