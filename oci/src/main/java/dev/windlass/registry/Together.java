// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Lets those who want the same thing at the same time wait for one attempt, which the first of
/// them makes. Safe to share between threads.
final class Together<K, V> {
  private final Map<K, FutureTask<V>> underWay = new ConcurrentHashMap<>();

  /// Finds something out.
  interface Attempt<V> {
    V run() throws IOException;
  }

  V join(K key, Attempt<V> attempt) throws IOException {
    var mine = new FutureTask<>(attempt::run);
    var others = underWay.putIfAbsent(key, mine);
    if (others != null) {
      return result(others);
    }
    try {
      mine.run();
    } finally {
      underWay.remove(key, mine);
    }
    return result(mine);
  }

  private V result(FutureTask<V> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      throw Remotes.interrupted(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException refusal -> throw refusal;
        case Error error -> throw error;
        case null, default -> throw new AssertionError(e);
      }
    }
  }
}
