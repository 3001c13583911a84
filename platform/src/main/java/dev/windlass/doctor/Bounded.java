// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Work that is worth only so much time.
public final class Bounded {
  private Bounded() {}

  /// What came of it; empty when it was not over in time, and then it is interrupted.
  public static <T> Optional<T> call(String name, Duration most, Callable<T> work)
      throws InterruptedException {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().name(name).start(task);
    try {
      return Optional.of(task.get(most.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " broke", e.getCause());
    } finally {
      task.cancel(true);
    }
  }
}
