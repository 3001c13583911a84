// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.Drift;
import dev.windlass.sqlite.Sql;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.sql.SQLException;
import java.util.Optional;

/// How the images of revisions stand at their sources, one row a revision.
record DriftTable(Sql sql) {
  private static final JsonType<Drift> FORM = Jsonb.instance().type(Drift.class);

  void put(String resource, Drift drift) throws SQLException {
    sql.update(
        "insert or replace into drift (resource, body) values (?, ?)",
        resource,
        FORM.toJson(drift));
  }

  Optional<Drift> of(Key revision) throws SQLException {
    return sql
        .select(
            row -> FORM.fromJson(row.getString("body")),
            """
            select d.body from drift d join resource r on r.id = d.resource
            where r.kind = ? and r.project = ? and r.name = ?\
            """,
            Kind.REVISION.name(),
            revision.project(),
            revision.name())
        .stream()
        .findFirst();
  }
}
