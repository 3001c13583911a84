// SPDX-License-Identifier: Apache-2.0
package dev.windlass.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/// One SQLite file: one connection that writes, and a few that read beside it. What a write changed
/// is on disk when it returns; a write that throws changed nothing.
///
/// Writes that wait at the same time are committed together, because it is the disk that takes the
/// time, and in one thread of the system, because native code that waits for a disk would hold up
/// virtual threads that have nothing to do with it. Safe to share between threads.
public final class Database implements AutoCloseable {
  private static final int MOST_TOGETHER = 256;

  private final Sql writer;
  private final BlockingQueue<Turn<?>> turns = new LinkedBlockingQueue<>();
  private final Thread writing;
  private final BlockingQueue<Sql> readers;
  private final Semaphore reading;
  private final int allReaders;
  private boolean closed;

  /// What to do with a connection.
  @FunctionalInterface
  public interface Work<T> {
    T on(Sql sql) throws SQLException;
  }

  /// How a database is opened.
  ///
  /// @param readers connections that read at the same time
  /// @param patience how long to wait for a file that somebody else has open
  public record Opening(Migrations migrations, int readers, Duration patience) {}

  private Database(List<Sql> opened) {
    this.writer = opened.getFirst();
    this.allReaders = opened.size() - 1;
    this.readers = new ArrayBlockingQueue<>(allReaders, false, opened.subList(1, opened.size()));
    this.reading = new Semaphore(allReaders);
    this.writing = Thread.ofPlatform().name("sqlite-writer").daemon().start(this::write);
  }

  /// Opens the file, or makes it. Keeps SQLite's machine code in a folder `lib` beside it.
  public static Database open(Path file, Opening opening) {
    var opened = new ArrayList<Sql>();
    try {
      NativeLibrary.unpack(file.toAbsolutePath().resolveSibling("lib"));
      opened.add(new Sql(connect(file, opening, false)));
      opening.migrations().run(opened.getFirst().connection());
      for (int i = 0; i < opening.readers(); i++) {
        opened.add(new Sql(connect(file, opening, true)));
      }
      return new Database(opened);
    } catch (SQLException | IOException e) {
      opened.forEach(Database::close);
      throw new DatabaseException("cannot open " + file, e);
    }
  }

  private static Connection connect(Path file, Opening opening, boolean readOnly)
      throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout((int) opening.patience().toMillis());
    config.enforceForeignKeys(true);
    config.setReadOnly(readOnly);
    if (!readOnly) {
      config.setJournalMode(JournalMode.WAL);
      config.setSynchronous(SynchronousMode.FULL); // a commit survives a power cut
    }
    // transactions are begun and ended by hand: the driver does not find back into one that SQLite
    // gave up by itself, which it does when the disk is full
    return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
  }

  public <T> T read(Work<T> work) {
    reading.acquireUninterruptibly();
    Sql sql = readers.remove();
    try {
      return work.on(sql);
    } catch (SQLException e) {
      throw new DatabaseException("cannot read the database", e);
    } finally {
      readers.add(sql);
      reading.release();
    }
  }

  /// Changes something, all of it or, when the work throws, nothing.
  public <T> T write(Work<T> work) {
    var turn = new Turn<>(work);
    synchronized (turns) {
      if (closed) {
        throw closed();
      }
      turns.add(turn);
    }
    return turn.result();
  }

  /// How many writes wait for the next commit.
  int waiting() {
    return turns.size();
  }

  private void write() {
    try {
      while (true) {
        write(turns.take());
      }
    } catch (InterruptedException e) { // this is how we are told that nobody will come any more
      for (var turn = turns.poll(); turn != null; turn = turns.poll()) {
        write(turn);
      }
    }
  }

  private void write(Turn<?> first) {
    var together = new ArrayList<Turn<?>>();
    together.add(first);
    turns.drainTo(together, MOST_TOGETHER - 1);
    write(together);
  }

  private static DatabaseException closed() {
    return new DatabaseException("cannot write", new SQLException("the database is closed"));
  }

  private void write(List<Turn<?>> together) {
    try {
      writer.update("begin immediate");
      for (Turn<?> turn : together) {
        attempt(turn);
      }
      writer.update("commit");
      together.forEach(Turn::end);
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(e);
      together.forEach(turn -> turn.fail(e));
    }
  }

  /// Work that fails takes back what it did, and nothing of the others.
  private void attempt(Turn<?> turn) throws SQLException {
    writer.update("savepoint turn");
    var trouble = turn.run(writer);
    if (trouble.isPresent()) {
      takeBack(trouble.get());
    }
    writer.update("release turn");
  }

  private void takeBack(Throwable trouble) throws SQLException {
    try {
      writer.update("rollback to turn");
    } catch (SQLException e) { // SQLite took back everything already
      e.addSuppressed(trouble);
      throw new SQLException("a write beside this one failed: " + trouble.getMessage(), e);
    }
  }

  private void rollBack(Throwable trouble) {
    try {
      writer.update("rollback");
    } catch (SQLException e) { // SQLite did it already, as it does when the disk is full
      trouble.addSuppressed(e);
    }
  }

  /// Waits for those who read and write now. Later calls fail.
  @Override
  public void close() {
    synchronized (turns) {
      closed = true;
    }
    writing.interrupt();
    join();
    close(writer);
    reading.acquireUninterruptibly(allReaders);
    try {
      readers.forEach(Database::close);
    } finally {
      reading.release(allReaders);
    }
  }

  private void join() {
    boolean interrupted = false;
    while (writing.isAlive()) {
      try {
        writing.join();
      } catch (InterruptedException e) {
        interrupted = true; // passed on when the file is closed
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Sql sql) {
    try {
      sql.connection().close();
    } catch (SQLException e) {
      throw new DatabaseException("cannot close the database", e);
    }
  }
}
