// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The log of a container of this machine.
///
/// @param ended whether nothing more will be printed
/// @param watch tells of everything that is written
record PrintedLog(LogFiles files, BooleanSupplier ended, FolderWatch watch) implements Log {
  /// How often a reader of a silent container is asked whether it still wants more.
  private static final Duration SILENCE = Duration.ofSeconds(1);

  @Override
  public void read(int tail, BooleanSupplier follow, Reader reader)
      throws IOException, InterruptedException {
    if (!Files.exists(files.folder())) {
      return; // stopped, and its log with it
    }
    var sieve = new Tail(tail, reader);
    try (var cursor = new LogCursor(files, sieve)) {
      if (follow.getAsBoolean()) {
        follow(cursor, sieve, follow);
      } else {
        cursor.drain();
      }
      cursor.rest();
      sieve.letThrough();
    }
  }

  private void follow(LogCursor cursor, Tail sieve, BooleanSupplier follow)
      throws IOException, InterruptedException {
    var news = new Semaphore(0);
    try (var _ = watch.on(files.folder(), news::release)) {
      boolean over;
      do {
        over = ended.getAsBoolean(); // asked before reading: what it printed last is there then
        cursor.drain();
        sieve.letThrough();
      } while (!over && await(news) && follow.getAsBoolean());
    }
  }

  private static boolean await(Semaphore news) throws InterruptedException {
    if (news.tryAcquire(SILENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
    return true;
  }

  /// Holds lines back until it is known which are the last ones.
  private static final class Tail implements Reader {
    private final ArrayDeque<Line> held = new ArrayDeque<>();
    private final int most;
    private final Reader reader;
    private boolean open;

    Tail(int most, Reader reader) {
      this.most = most;
      this.reader = reader;
      this.open = most < 0;
    }

    @Override
    public void line(Line line) throws IOException {
      if (open) {
        reader.line(line);
        return;
      }
      held.addLast(line);
      if (held.size() > most) {
        held.removeFirst();
      }
    }

    void letThrough() throws IOException {
      open = true;
      while (!held.isEmpty()) {
        reader.line(held.removeFirst());
      }
    }
  }
}
