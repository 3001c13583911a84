// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/// Runs tasks side by side and returns only when all have ended. On virtual threads, because they
/// wait for the network, and an interrupt ends such a wait only there.
final class Fanout {
  private Fanout() {}

  /// Runs them all. The first that fails interrupts the others and is what is thrown.
  ///
  /// @param most that run at the same time
  static void all(int most, String name, List<? extends Callable<Void>> tasks)
      throws ExecutionException, InterruptedException {
    if (tasks.isEmpty()) {
      return;
    }
    var threads = Thread.ofVirtual().name(name + "-", 1).factory();
    try (var executor = Executors.newFixedThreadPool(Math.min(most, tasks.size()), threads)) {
      try {
        var ended = new ExecutorCompletionService<Void>(executor);
        tasks.forEach(ended::submit);
        for (int i = 0; i < tasks.size(); i++) {
          ended.take().get();
        }
      } finally {
        executor.shutdownNow(); // and close() waits
      }
    }
  }
}
