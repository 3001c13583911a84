// SPDX-License-Identifier: Apache-2.0
package dev.windlass.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One write that waits for its turn, is done, and then for the disk.
final class Turn<T> {
  private final Database.Work<T> work;
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable T result;
  private @Nullable Throwable trouble;

  Turn(Database.Work<T> work) {
    this.work = work;
  }

  /// Does the work. What it throws is kept for the one who waits.
  Optional<Throwable> run(Sql sql) {
    try {
      result = work.on(sql);
      return Optional.empty();
    } catch (SQLException | RuntimeException | Error e) {
      trouble = e;
      return Optional.of(e);
    }
  }

  /// What was done is on disk.
  void end() {
    over.countDown();
  }

  void fail(Throwable e) {
    if (trouble == null) {
      trouble = e;
    }
    end();
  }

  /// Waits for the end.
  @SuppressWarnings("NullAway") // the work says itself whether its result may be null
  T result() {
    awaitEnd();
    return switch (trouble) {
      case null -> result;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new DatabaseException("cannot write to the database", e);
    };
  }

  /// Like a lock: who is interrupted meanwhile still wants to know how it ended.
  private void awaitEnd() {
    boolean interrupted = false;
    while (over.getCount() > 0) {
      try {
        over.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
