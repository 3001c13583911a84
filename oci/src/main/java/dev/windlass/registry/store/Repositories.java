// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The repositories there are: those that something was pushed to. Safe to share between threads.
public final class Repositories {
  private final Database database;
  private final InstantSource clock;

  Repositories(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public boolean exists(Name name) {
    return database.read(sql -> id(sql, name)).isPresent();
  }

  /// Those with an image in them, in the order of their names, after that name.
  public List<Name> after(String last) {
    return database.read(sql ->
        sql.select(
            row -> new Name(row.getString(1)),
            """
            select name from repository where name > ?
            and exists (select 1 from manifest where repository = repository.id and live)
            order by name\
            """,
            last));
  }

  static Optional<Long> id(Sql sql, Name name) throws SQLException {
    return sql.find(row -> row.getLong(1), "select id from repository where name = ?", name.path());
  }

  /// The id of a repository, which is made when it is missing, with its namespace.
  long make(Sql sql, Name name) throws SQLException {
    var known = id(sql, name);
    return known.isPresent() ? known.get() : made(sql, name);
  }

  private long made(Sql sql, Name name) throws SQLException {
    sql.update(
        "insert into namespace (name, created, updated, visibility) values (?1, ?2, ?2, 'open')"
            + " on conflict do nothing",
        name.namespace(),
        clock.millis());
    sql.update(
        "insert into repository (name, namespace) values (?, ?)", name.path(), name.namespace());
    return id(sql, name).orElseThrow();
  }
}
