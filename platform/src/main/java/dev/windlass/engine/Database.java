// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/// One SQLite file: one connection that writes, under a lock, and a few that read beside it. What a
/// write changed is on disk when it returns; a write that throws changed nothing.
final class Database implements AutoCloseable {
  private final Limits limits;
  private final Connection writer;
  private final ReentrantLock writing = new ReentrantLock(true);
  private final BlockingQueue<Connection> readers;
  private final Semaphore reading;

  /// What to do with a connection.
  @FunctionalInterface
  interface Work<T> {
    T on(Sql sql) throws SQLException;
  }

  private Database(Connection writer, List<Connection> readers, Limits limits) {
    this.limits = limits;
    this.writer = writer;
    this.readers = new ArrayBlockingQueue<>(readers.size(), false, readers);
    this.reading = new Semaphore(readers.size());
  }

  static Database open(Path file, Limits limits) {
    var opened = new ArrayList<Connection>();
    try {
      Connection writer = connect(file, limits, false);
      opened.add(writer);
      Migrations.run(writer);
      for (int i = 0; i < limits.readers(); i++) {
        opened.add(connect(file, limits, true));
      }
      return new Database(writer, opened.subList(1, opened.size()), limits);
    } catch (SQLException e) {
      opened.forEach(Database::close);
      throw new StoreTrouble("cannot open " + file, e);
    }
  }

  private static Connection connect(Path file, Limits limits, boolean readOnly)
      throws SQLException {
    var config = new SQLiteConfig();
    config.setBusyTimeout((int) limits.busyTimeout().toMillis());
    config.enforceForeignKeys(true);
    config.setReadOnly(readOnly);
    if (!readOnly) {
      config.setJournalMode(JournalMode.WAL);
      config.setSynchronous(SynchronousMode.FULL); // a commit survives a power cut
      config.setTransactionMode(TransactionMode.IMMEDIATE);
    }
    Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    connection.setAutoCommit(readOnly);
    return connection;
  }

  <T> T read(Work<T> work) {
    reading.acquireUninterruptibly();
    Connection connection = readers.remove();
    try {
      return work.on(new Sql(connection));
    } catch (SQLException e) {
      throw new StoreTrouble("cannot read the store", e);
    } finally {
      readers.add(connection);
      reading.release();
    }
  }

  <T> T write(Work<T> work) {
    writing.lock();
    boolean committed = false;
    try {
      T result = work.on(new Sql(writer));
      writer.commit();
      committed = true;
      return result;
    } catch (SQLException e) {
      throw new StoreTrouble("cannot write to the store", e);
    } finally {
      if (!committed) {
        rollBack();
      }
      writing.unlock();
    }
  }

  private void rollBack() {
    try {
      writer.rollback();
    } catch (SQLException e) {
      throw new StoreTrouble("cannot roll back", e);
    }
  }

  /// Waits for those who read and write now.
  @Override
  public void close() {
    int all = limits.readers();
    reading.acquireUninterruptibly(all);
    try {
      readers.forEach(Database::close);
    } finally {
      reading.release(all);
    }
    writing.lock();
    try {
      close(writer);
    } finally {
      writing.unlock();
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreTrouble("cannot close the store", e);
    }
  }
}
