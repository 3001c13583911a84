// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// Lets those who want the same thing at the same time wait for one and the same attempt. It is
/// given up when the last of them has gone. Safe to share between threads.
final class Flights<K, V> {
  /// An attempt that tells all who wait how it goes.
  interface Attempt<V> {
    V run(Progress everybody) throws InterruptedException;
  }

  private final Map<K, Flight<V>> flying = new HashMap<>(); // guarded by this

  V join(K key, Progress progress, Attempt<V> attempt) throws InterruptedException {
    var flight = board(key, progress, attempt);
    try {
      return flight.result();
    } finally {
      leave(key, flight, progress);
    }
  }

  private synchronized Flight<V> board(K key, Progress progress, Attempt<V> attempt) {
    var flight = flying.get(key);
    if (flight == null) {
      flight = new Flight<>(attempt);
      flying.put(key, flight);
    }
    flight.everybody.join(progress);
    return flight;
  }

  /// The last one turns off the light: an attempt that nobody waits for is interrupted, and one
  /// that has ended must not be joined any more.
  private synchronized void leave(K key, Flight<V> flight, Progress progress) {
    flight.everybody.passengers.remove(progress);
    if (flight.everybody.passengers.isEmpty() || flight.task.isDone()) {
      flying.remove(key, flight);
      flight.task.cancel(true);
    }
  }

  /// Tells all who wait, and who joins later what has happened until then.
  private static final class Everybody implements Progress {
    private static final int MOST = 1_000;

    private final List<Progress> passengers = new CopyOnWriteArrayList<>();
    private final Chronicle<Word> told = new Chronicle<>(MOST, Word::decisive); // guarded by this

    /// Something that passengers are told.
    private record Word(Consumer<Progress> what, boolean decisive) {}

    synchronized void join(Progress passenger) {
      told.all().forEach(word -> word.what().accept(passenger));
      passengers.add(passenger);
    }

    private synchronized void tell(Consumer<Progress> what, boolean decisive) {
      told.add(new Word(what, decisive));
      passengers.forEach(what);
    }

    @Override
    public void layer(Digest layer, long done, long total) {
      passengers.forEach(passenger -> passenger.layer(layer, done, total));
    }

    @Override
    public void asks(Repository place, Optional<Identity> identity) {
      tell(passenger -> passenger.asks(place, identity), true);
    }

    @Override
    public void begins(Step.Name step, String at) {
      tell(passenger -> passenger.begins(step, at), false);
    }

    @Override
    public void ends(Step step) {
      tell(passenger -> passenger.ends(step), step.outcome() == Step.Outcome.FAILED);
    }
  }

  private static final class Flight<V> {
    private final Everybody everybody = new Everybody();
    private final FutureTask<V> task;

    Flight(Attempt<V> attempt) {
      task = new FutureTask<>(() -> attempt.run(everybody));
      Thread.ofVirtual().name("pull").start(task);
    }

    V result() throws InterruptedException {
      try {
        return task.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RuntimeException bug -> throw bug;
          case Error error -> throw error;
          case null, default -> throw new AssertionError(e);
        }
      }
    }
  }
}
