// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.PullAttempt;
import dev.windlass.sqlite.Sql;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.sql.SQLException;
import java.util.List;

/// The attempts to pull images, with the resources that need them, the oldest dropped when there
/// are too many.
record AttemptTable(Sql sql, Limits limits) {
  private static final JsonType<PullAttempt> FORM = Jsonb.instance().type(PullAttempt.class);

  void add(String resource, PullAttempt attempt) throws SQLException {
    sql.update(
        "insert into attempt (resource, body) values (?, ?)", resource, FORM.toJson(attempt));
    sql.update(
        """
        delete from attempt where resource = ? and number <= (
          select number from attempt where resource = ? order by number desc limit 1 offset ?)\
        """,
        resource,
        resource,
        limits.attempts());
  }

  List<PullAttempt> of(Kind<?, ?> kind, Key key) throws SQLException {
    return sql.select(
        row -> FORM.fromJson(row.getString("body")),
        """
        select a.body from attempt a join resource r on r.id = a.resource
        where r.kind = ? and r.project = ? and r.name = ? order by a.number\
        """,
        kind.name(),
        key.project(),
        key.name());
  }
}
