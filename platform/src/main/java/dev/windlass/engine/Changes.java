// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static java.lang.System.Logger.Level.WARNING;

import dev.windlass.engine.Store.Change;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Who wants to know of changes: listeners, and those who wait for a project. The numbers begin at
/// the time of the start, so that a number from before a restart is never one to come.
final class Changes {
  private static final System.Logger log = System.getLogger(Changes.class.getName());

  private final long start;
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition counted = lock.newCondition();

  Changes(long start) {
    this.start = start;
  }

  void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /// Must be called after the commit, without any lock.
  void tell(Kind<?, ?> kind, Key key) {
    count(key.project().isEmpty() ? key.name() : key.project());
    listeners.forEach(listener -> call(listener, new Change(kind, key)));
  }

  private void count(String project) {
    lock.lock();
    try {
      numbers.merge(project, start + 1, (old, _) -> old + 1);
      counted.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The change is on disk already: a listener that fails must not make it look as if it were not.
  private static void call(Consumer<Change> listener, Change change) {
    try {
      listener.accept(change);
    } catch (RuntimeException e) {
      log.log(WARNING, "a listener failed on " + change.kind() + " " + change.key(), e);
    }
  }

  long await(String project, long since, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (number(project) == since && left > 0) {
        left = counted.awaitNanos(left);
      }
      return number(project);
    } finally {
      lock.unlock();
    }
  }

  private long number(String project) {
    return numbers.getOrDefault(project, start);
  }
}
