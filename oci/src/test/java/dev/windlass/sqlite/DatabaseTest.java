// SPDX-License-Identifier: Apache-2.0
package dev.windlass.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Database database;

  @BeforeEach
  void open() {
    var opening =
        new Database.Opening(new Migrations(DatabaseTest.class), 2, Duration.ofSeconds(5));
    database = Database.open(folder.resolve("notes.db"), opening);
  }

  @AfterEach
  void close() {
    threads.close();
    database.close();
  }

  private void reopen() {
    database.close();
    open();
  }

  private static int insert(Sql sql, String text) throws SQLException {
    return sql.update("insert into note (text) values (?)", text);
  }

  private List<String> notes() {
    return database.read(
        sql -> sql.select(row -> row.getString(1), "select text from note order by text"));
  }

  /// Writes that wait behind one that takes its time, so that they come into one commit.
  private List<Future<Integer>> together(List<Database.Work<Integer>> writes)
      throws InterruptedException {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var all = new ArrayList<Future<Integer>>();
    all.add(threads.submit(() -> database.write(_ -> waited(begun, go))));
    begun.await();
    writes.forEach(write -> all.add(threads.submit(() -> database.write(write))));
    while (database.waiting() < writes.size()) {
      Thread.onSpinWait();
    }
    go.countDown();
    return all;
  }

  private static int waited(CountDownLatch begun, CountDownLatch go) {
    begun.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private static List<String> failures(List<Future<Integer>> writes) throws InterruptedException {
    var failures = new ArrayList<String>();
    for (var write : writes) {
      try {
        write.get();
      } catch (ExecutionException e) {
        failures.add(String.valueOf(e.getMessage())); // with that of the cause
      }
    }
    return failures;
  }

  @Test
  void whatIsWrittenIsThereAfterwards() {
    int added = database.write(sql -> insert(sql, "one"));
    assertThat(added).isEqualTo(1);
    assertThat(notes()).containsExactly("one");
    reopen();
    assertThat(notes()).containsExactly("one");
  }

  @Test
  void aWriteThatFailsTakesBackWhatItDidAndNothingOfThoseBesideIt() throws Exception {
    Database.Work<Integer> failing =
        sql -> {
          insert(sql, "half");
          throw new IllegalStateException("changed its mind");
        };
    Database.Work<Integer> taken = sql -> insert(sql, "one") + insert(sql, "one");
    var writes =
        together(List.of(sql -> insert(sql, "one"), failing, taken, sql -> insert(sql, "two")));
    assertThat(failures(writes))
        .hasSize(2)
        .anyMatch(message -> message.contains("changed its mind"))
        .anyMatch(message -> message.contains("UNIQUE constraint failed"));
    assertThat(notes()).containsExactly("one", "two");
    reopen();
    assertThat(notes()).containsExactly("one", "two");
  }

  @Test
  void anErrorInAWriteDoesNotEndTheThreadThatWrites() {
    assertThatThrownBy(() ->
            database.write(_ -> {
              throw new AssertionError("a bug");
            }))
        .isInstanceOf(AssertionError.class);
    database.write(sql -> insert(sql, "one"));
    assertThat(notes()).containsExactly("one");
  }

  @Test
  void whenSqliteGivesUpACommitAllInItAreToldAndTheNextOneWorks() throws Exception {
    Database.Work<Integer> fatal =
        sql -> {
          sql.update("rollback"); // as SQLite does by itself when the disk fails
          throw new SQLException("the disk failed");
        };
    var writes = together(List.of(sql -> insert(sql, "one"), fatal, sql -> insert(sql, "two")));
    assertThat(failures(writes)).hasSize(3).allMatch(message -> message.contains("failed"));
    assertThat(notes()).isEmpty();
    database.write(sql -> insert(sql, "three"));
    assertThat(notes()).containsExactly("three");
  }

  @Test
  void worksAgainWhenAFullDiskHasSpaceAgain() {
    database.write(sql -> sql.number("pragma max_page_count = 30"));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                String text = i + "x".repeat(2_000);
                database.write(sql -> insert(sql, text));
              }
            })
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("full");
    var before = notes();
    assertThatThrownBy(() -> database.write(sql -> insert(sql, "y".repeat(200_000))))
        .hasMessageContaining("full");
    assertThat(notes()).isEqualTo(before);
    database.write(sql -> sql.number("pragma max_page_count = 3000"));
    database.write(sql -> insert(sql, "y".repeat(200_000)));
    assertThat(notes()).hasSize(before.size() + 1);
  }

  @Test
  void closingWaitsForTheWritesThatWait() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var first = threads.submit(() -> database.write(_ -> waited(begun, go)));
    begun.await();
    var writes = new ArrayList<Future<Integer>>(List.of(first));
    IntStream.range(0, 600)
        .forEach(i -> writes.add(threads.submit(() -> database.write(sql -> insert(sql, "" + i)))));
    while (database.waiting() < 600) {
      Thread.onSpinWait();
    }
    var closing = threads.submit(database::close);
    go.countDown();
    closing.get();
    assertThat(failures(writes)).isEmpty();
    open();
    assertThat(notes()).hasSize(600);
  }

  @Test
  void writesAndReadsWhileItIsClosedEndOneWayOrTheOther() throws Exception {
    var started = new CountDownLatch(20);
    var written = new ArrayList<Future<Integer>>();
    for (int thread = 0; thread < 20; thread++) {
      int number = thread;
      written.add(threads.submit(() -> untilClosed(number, started)));
    }
    started.await();
    database.close();
    int acknowledged = 0;
    for (var count : written) {
      acknowledged += count.get();
    }
    open();
    assertThat(notes()).hasSize(acknowledged);
  }

  private int untilClosed(int thread, CountDownLatch started) {
    int done = 0;
    try {
      while (true) {
        String text = thread + "." + done;
        database.write(sql -> insert(sql, text));
        done++;
        started.countDown();
        database.read(sql -> sql.number("select count(*) from note"));
      }
    } catch (DatabaseException e) {
      return done; // closed
    }
  }

  @Test
  void manyWriteAndReadAtOnce() throws Exception {
    var all = new ArrayList<Future<Integer>>();
    for (int thread = 0; thread < 50; thread++) {
      String name = thread + ".";
      all.add(
          threads.submit(() -> {
            for (int i = 0; i < 20; i++) {
              String text = name + i;
              database.write(sql -> insert(sql, text));
              assertThat(seen(text)).isEqualTo(1); // one's own write is seen by one's next read
            }
            return 0;
          }));
    }
    assertThat(failures(all)).isEmpty();
    assertThat(notes()).hasSize(1_000);
  }

  private long seen(String text) {
    return database.read(sql -> sql.number("select count(*) from note where text = ?", text));
  }

  @Test
  void whoIsInterruptedStillLearnsHowItEnded() {
    Thread.currentThread().interrupt();
    int added = database.write(sql -> insert(sql, "one"));
    assertThat(added).isEqualTo(1);
    assertThat(Thread.interrupted()).isTrue();
  }
}
