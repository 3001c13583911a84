// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static java.lang.System.Logger.Level.WARNING;

import dev.windlass.engine.Reconciler.Next;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// Calls a [Reconciler] for every key that was nudged, one call at a time per key.
///
/// A nudge says *which* key to look at, never *what* happened to it, so nudges during a call melt
/// into one more call after it. Whoever owns the keys nudges all of them at the start and now and
/// then: a lost nudge costs time and nothing else.
public final class Loop<K> implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Loop.class.getName());
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  private enum Work {
    CALM,
    NUDGED
  }

  private final Reconciler<K> reconciler;
  private final Alarm alarm;
  private final ConcurrentMap<K, Work> working = new ConcurrentHashMap<>();
  private final ConcurrentMap<K, Object> tickets = new ConcurrentHashMap<>();
  private final ConcurrentMap<K, Integer> failures = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Loop(Reconciler<K> reconciler, Alarm alarm) {
    this.reconciler = reconciler;
    this.alarm = alarm;
  }

  public void nudge(K key) {
    working.compute(
        key,
        (_, work) -> {
          if (work == null && !begin(key)) {
            return null;
          }
          return Work.NUDGED;
        });
  }

  private boolean begin(K key) {
    try {
      threads.execute(() -> work(key));
      return true;
    } catch (RejectedExecutionException closed) {
      return false; // a late alarm; there is nobody left to act on it
    }
  }

  private void work(K key) {
    do {
      working.put(key, Work.CALM); // a nudge from here on means one more round
      switch (attempt(key)) {
        case Next.Settled() -> tickets.remove(key);
        case Next.Again(var after) -> ringAfter(after, key);
      }
    } while (!working.remove(key, Work.CALM));
  }

  /// Only the last answer counts: were each of them to ring, every nudge from outside would leave
  /// one more chain of alarms behind.
  private void ringAfter(Duration after, K key) {
    var ticket = new Object();
    tickets.put(key, ticket);
    alarm.ring(
        after,
        () -> {
          if (tickets.remove(key, ticket)) {
            nudge(key);
          }
        });
  }

  private Next attempt(K key) {
    try {
      Next next = reconciler.reconcile(key);
      failures.remove(key);
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Next.Settled(); // shutting down; whoever starts next looks at everything anyway
    } catch (Throwable e) { // an Error too: it must not leave the key marked as being worked on
      int count = failures.merge(key, 1, Integer::sum);
      log.log(WARNING, "reconciling " + key + " failed " + count + " times in a row", e);
      return new Next.Again(retryAfter(count));
    }
  }

  static Duration retryAfter(int failures) {
    Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 20));
    return delay.compareTo(LAST_RETRY) < 0 ? delay : LAST_RETRY;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
