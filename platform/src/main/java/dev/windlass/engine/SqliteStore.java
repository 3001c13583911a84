// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.Drift;
import dev.windlass.api.PullAttempt;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Migrations;
import dev.windlass.sqlite.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The [Store] in one SQLite file. Only one process may have it open.
public final class SqliteStore implements Store {
  private final Database database;
  private final Vault vault;
  private final Limits limits;
  private final InstantSource clock;
  private final Changes changes;

  private SqliteStore(Database database, Vault vault, Limits limits, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.limits = limits;
    this.clock = clock;
    this.changes = new Changes(clock.millis());
  }

  /// With a key for secrets in a file beside it.
  public static SqliteStore open(Path file) {
    return open(file, Limits.STANDARD, InstantSource.system());
  }

  /// @param vault for the secrets
  public static SqliteStore open(Path file, Vault vault) {
    return open(file, vault, Limits.STANDARD, InstantSource.system());
  }

  static SqliteStore open(Path file, Limits limits, InstantSource clock) {
    var folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    return open(file, Vault.in(folder, Optional.empty()), limits, clock);
  }

  /// Keeps SQLite's machine code in a folder `lib` beside the file.
  private static SqliteStore open(Path file, Vault vault, Limits limits, InstantSource clock) {
    var opening =
        new Database.Opening(
            new Migrations(SqliteStore.class), limits.readers(), limits.busyTimeout());
    var store = new SqliteStore(Database.open(file, opening), vault, limits, clock);
    store.sealAll();
    return store;
  }

  private void sealAll() {
    database.write(sql -> {
      table(sql).sealAll();
      return true;
    });
  }

  private ResourceTable table(Sql sql) {
    return new ResourceTable(sql, vault);
  }

  @Override
  public <W, O> Resource<W, O> create(
      Kind<W, O> kind, Key key, W wanted, Consumer<Contents> check) {
    var created =
        database.write(sql -> {
          var table = table(sql);
          check.accept(new TableContents(table));
          return insert(table, kind, key, wanted);
        });
    changes.tell(kind, key);
    return created;
  }

  private <W, O> Resource<W, O> insert(ResourceTable table, Kind<W, O> kind, Key key, W wanted)
      throws SQLException {
    if (table.find(kind, key).isPresent()) {
      throw new Conflict("there is a %s %s already".formatted(kind, key.name()));
    }
    var resource =
        new Resource<>(
            kind,
            key,
            UUID.randomUUID().toString(),
            table.nextTag(),
            clock.instant(),
            wanted,
            kind.unseen());
    table.insert(resource);
    return resource;
  }

  @Override
  public <W, O> Optional<Resource<W, O>> find(Kind<W, O> kind, Key key) {
    return database.read(sql -> table(sql).find(kind, key));
  }

  @Override
  public <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project) {
    return database.read(sql -> table(sql).list(kind, project));
  }

  @Override
  public <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project, String prefix) {
    return database.read(sql -> table(sql).list(kind, project, prefix));
  }

  @Override
  public int count(Kind<?, ?> kind, String project) {
    return database.read(sql -> table(sql).count(kind, project));
  }

  @Override
  public <W, O> Resource<W, O> want(
      Kind<W, O> kind, Key key, Optional<String> entityTag, W wanted) {
    var changed = database.write(sql -> change(table(sql), kind, key, entityTag, wanted));
    changes.tell(kind, key);
    return changed;
  }

  private static <W, O> Resource<W, O> change(
      ResourceTable table, Kind<W, O> kind, Key key, Optional<String> entityTag, W wanted)
      throws SQLException {
    var old =
        table
            .find(kind, key)
            .orElseThrow(() -> new Gone("there is no %s %s".formatted(kind, key.name())));
    if (entityTag.isPresent() && !entityTag.get().equals(old.entityTag())) {
      throw new Conflict(
          "%s %s has changed meanwhile: its entity tag is %s, not %s"
              .formatted(kind, key.name(), old.entityTag(), entityTag.get()));
    }
    var resource = old.wanting(wanted, table.nextTag());
    table.replace(resource);
    return resource;
  }

  @Override
  public <W, O> void observe(Kind<W, O> kind, Key key, UnaryOperator<O> change) {
    if (database.write(sql -> see(table(sql), kind, key, change))) {
      changes.tell(kind, key);
    }
  }

  private static <W, O> boolean see(
      ResourceTable table, Kind<W, O> kind, Key key, UnaryOperator<O> change) throws SQLException {
    var old = table.find(kind, key);
    var seen = old.map(resource -> resource.observing(change.apply(resource.observed())));
    if (seen.equals(old)) {
      return false;
    }
    table.replace(seen.orElseThrow());
    return true;
  }

  @Override
  public boolean delete(Kind<?, ?> kind, Key key) {
    boolean deleted = database.write(sql -> table(sql).delete(kind, key));
    if (deleted) {
      changes.tell(kind, key);
    }
    return deleted;
  }

  @Override
  public void record(
      Kind<?, ?> kind, Key key, String type, String reason, String instance, String message) {
    var what = new EventTable.Happening(type, reason, instance, message);
    database.write(sql -> note(sql, kind, key, what));
  }

  private boolean note(Sql sql, Kind<?, ?> kind, Key key, EventTable.Happening what)
      throws SQLException {
    var id = table(sql).id(kind, key);
    if (id.isPresent()) {
      new EventTable(sql, limits).add(id.get(), what, clock.instant());
    }
    return id.isPresent();
  }

  @Override
  public List<Event> events(Kind<?, ?> kind, Key key) {
    return database.read(sql -> new EventTable(sql, limits).of(kind, key));
  }

  @Override
  public void attempted(Kind<?, ?> kind, Key key, PullAttempt attempt) {
    database.write(sql -> {
      var id = table(sql).id(kind, key);
      if (id.isPresent()) {
        new AttemptTable(sql, limits).add(id.get(), attempt);
      }
      return id.isPresent();
    });
  }

  @Override
  public List<PullAttempt> attempts(Kind<?, ?> kind, Key key) {
    return database.read(sql -> new AttemptTable(sql, limits).of(kind, key));
  }

  @Override
  public void drifted(Key revision, Drift drift) {
    boolean kept =
        database.write(sql -> {
          var id = table(sql).id(Kind.REVISION, revision);
          if (id.isPresent()) {
            new DriftTable(sql).put(id.get(), drift);
          }
          return id.isPresent();
        });
    if (kept) {
      changes.tell(Kind.REVISION, revision);
    }
  }

  @Override
  public Optional<Drift> drift(Key revision) {
    return database.read(sql -> new DriftTable(sql).of(revision));
  }

  @Override
  public void onChange(Consumer<Change> listener) {
    changes.listen(listener);
  }

  @Override
  public long await(String project, long since, Duration patience) throws InterruptedException {
    return changes.await(project, since, patience);
  }

  @Override
  public void close() {
    database.close();
  }
}
