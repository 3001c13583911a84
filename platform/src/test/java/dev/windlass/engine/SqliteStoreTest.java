// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.sqlite.DatabaseException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest implements StoreContract {
  @TempDir private Path folder;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder.resolve("state.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public Store store() {
    return store;
  }

  @Test
  void keepsEverythingOverARestart() {
    var created = store.create(Kind.CONFIG_MAP, WEB, StoreContract.map("1"));
    store.record(Kind.CONFIG_MAP, WEB, "Normal", "Pulling", "", "m");
    store.close();
    open();
    assertThat(store.find(Kind.CONFIG_MAP, WEB)).contains(created);
    assertThat(store.events(Kind.CONFIG_MAP, WEB)).hasSize(1);
  }

  @Test
  void neverUsesATagTwiceEvenOverARestart() {
    var first = store.create(Kind.CONFIG_MAP, WEB, StoreContract.map("1"));
    store.delete(Kind.CONFIG_MAP, WEB);
    store.close();
    open();
    var second = store.create(Kind.CONFIG_MAP, WEB, StoreContract.map("1"));
    assertThat(Long.parseLong(second.entityTag())).isGreaterThan(Long.parseLong(first.entityTag()));
  }

  @Test
  void dropsTheOldestEvents() {
    store.close();
    var few = Limits.from(Map.of("limits.events", "3"));
    store = SqliteStore.open(folder.resolve("state.db"), few, InstantSource.system());
    store.create(Kind.CONFIG_MAP, WEB, StoreContract.map("1"));
    IntStream.range(0, 10).forEach(this::happens);
    assertThat(store.events(Kind.CONFIG_MAP, WEB))
        .extracting(Event::message)
        .containsExactly("7", "8", "9");
  }

  private void happens(int number) {
    store.record(Kind.CONFIG_MAP, WEB, "Normal", "Pulling", "", "" + number);
  }

  @Test
  void countsACircleOfEvents() {
    store.create(Kind.CONFIG_MAP, WEB, StoreContract.map("1"));
    IntStream.range(0, 12).forEach(i -> happens(i % 4));
    assertThat(store.events(Kind.CONFIG_MAP, WEB)).extracting(Event::count).containsOnly(3);
  }

  @Test
  void refusesTheDatabaseOfANewerVersion() throws Exception {
    store.close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate("pragma user_version = 999");
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("version 999, which this Windlass does not know");
    store = SqliteStore.open(folder.resolve("other.db"));
  }

  @Test
  void writesWaitForTheDisk() throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state.db"));
        var rows = connection.createStatement().executeQuery("pragma journal_mode")) {
      assertThat(rows.getString(1)).isEqualTo("wal");
    }
  }

  @Test
  void keepsTheMachineCodeBesideTheFirstFile() {
    assertThat(System.getProperty("org.sqlite.lib.path")).contains("/lib/sqlite-");
  }

  @Test
  void aResourceDoesNotPrintWhatIsInIt() {
    var created = store.create(Kind.CONFIG_MAP, WEB, StoreContract.map("hunter2"));
    assertThat(created.toString()).isEqualTo("config_map p1/web");
  }
}
