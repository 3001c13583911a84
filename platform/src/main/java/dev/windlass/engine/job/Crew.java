// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Does several things that take their time, and returns when all have ended.
@FunctionalInterface
interface Crew {
  /// The results, in the order of the tasks; or throws what the first task that failed threw.
  <T> List<T> all(List<? extends Callable<T>> tasks) throws InterruptedException;

  /// Up to so many at a time.
  static Crew atMost(int most) {
    return new Crew() {
      @Override
      public <T> List<T> all(List<? extends Callable<T>> tasks) throws InterruptedException {
        var places = new Semaphore(most);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          var results = new ArrayList<T>();
          for (var future : threads.invokeAll(limited(tasks, places))) {
            results.add(future.get());
          }
          return results;
        } catch (ExecutionException e) {
          throw new IllegalStateException("a call to the runtime failed", e.getCause());
        }
      }
    };
  }

  private static <T> List<Callable<T>> limited(
      List<? extends Callable<T>> tasks, Semaphore places) {
    return tasks.stream().map(task -> limited(task, places)).toList();
  }

  private static <T> Callable<T> limited(Callable<T> task, Semaphore places) {
    return () -> {
      places.acquire();
      try {
        return task.call();
      } finally {
        places.release();
      }
    };
  }
}
