// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.runtime.Container;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Log;
import dev.windlass.runtime.Observed;
import dev.windlass.runtime.Observed.State;
import dev.windlass.runtime.Start;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/// Containers that run nothing: the test says when and how they end.
final class FakeContainers implements Containers {
  private final InstantSource clock;
  private final Map<String, Observed> held = new LinkedHashMap<>();
  private final Map<String, Container> wanted = new LinkedHashMap<>();
  private final Map<String, List<Log.Line>> printed = new LinkedHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /// Why the next start fails, if it does.
  Function<Container, Optional<Start.Failed>> starter = _ -> Optional.empty();

  Consumer<Container> onStart = _ -> {};

  /// Whether [#end] keeps what ended.
  boolean keeps = true;

  FakeContainers(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Start start(Container container) {
    Observed made;
    synchronized (this) {
      var there = held.get(container.id());
      if (there != null) {
        return new Start.Started(there);
      }
      var failed = starter.apply(container);
      if (failed.isPresent()) {
        return failed.get();
      }
      made =
          new Observed(
              container.id(),
              container.labels(),
              InetAddress.getLoopbackAddress(),
              clock.instant(),
              new State.Running());
      held.put(container.id(), made);
      wanted.put(container.id(), container);
      notifyAll();
    }
    onStart.accept(container);
    return new Start.Started(made);
  }

  @Override
  public synchronized boolean stop(String id, Duration grace) {
    held.remove(id);
    wanted.remove(id);
    printed.remove(id);
    notifyAll();
    return true;
  }

  @Override
  public boolean end(String id, Duration grace) {
    if (keeps) {
      exit(id, 143, false);
    } else {
      stop(id, grace);
    }
    return true;
  }

  @Override
  public synchronized List<Observed> list() {
    return List.copyOf(held.values());
  }

  @Override
  public void onEnd(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public Log log(String id) {
    return (tail, _, reader) -> {
      for (var line : lines(id, tail)) {
        reader.line(line);
      }
    };
  }

  private synchronized List<Log.Line> lines(String id, int tail) {
    var all = printed.getOrDefault(id, List.of());
    return List.copyOf(tail < 0 ? all : all.subList(Math.max(0, all.size() - tail), all.size()));
  }

  synchronized void print(String id, String text) {
    printed
        .computeIfAbsent(id, _ -> new ArrayList<>())
        .add(new Log.Line(clock.instant(), false, text));
  }

  /// Ends a container by itself. Does nothing when it has ended, or is gone.
  void exit(String id, int code, boolean outOfMemory) {
    synchronized (this) {
      var was = held.get(id);
      if (was == null || !was.running()) {
        return;
      }
      var end =
          new State.Ended(
              code,
              outOfMemory ? Observed.Excess.MEMORY : Observed.Excess.NOTHING,
              clock.instant());
      held.put(id, new Observed(id, was.labels(), was.address(), was.startedAt(), end));
      notifyAll();
    }
    listeners.forEach(listener -> listener.accept(id));
  }

  /// As after a reboot of the machine.
  synchronized void vanish() {
    held.clear();
    wanted.clear();
    printed.clear();
  }

  synchronized Container container(String id) {
    var found = wanted.get(id);
    if (found == null) {
      throw new AssertionError("there is no container " + id + " among " + wanted.keySet());
    }
    return found;
  }

  /// Waits until so many run, for twenty seconds at most.
  void awaitRunning(int count) throws InterruptedException {
    await(() -> running().size() == count);
  }

  void awaitNone() throws InterruptedException {
    await(held::isEmpty);
  }

  private synchronized void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("waited too long; there are " + held);
      }
      wait(left);
    }
  }

  synchronized List<Observed> running() {
    return held.values().stream().filter(Observed::running).toList();
  }
}
