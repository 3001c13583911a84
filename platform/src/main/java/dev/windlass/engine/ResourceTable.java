// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.sqlite.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rows of all resources.
///
/// @param vault for those that are secrets
record ResourceTable(Sql sql, Vault vault) {
  <W, O> Optional<Resource<W, O>> find(Kind<W, O> kind, Key key) throws SQLException {
    return sql
        .select(
            row -> read(kind, row),
            "select * from resource where kind = ? and project = ? and name = ?",
            kind.name(),
            key.project(),
            key.name())
        .stream()
        .findFirst();
  }

  /// The id of a resource, without reading all of it.
  Optional<String> id(Kind<?, ?> kind, Key key) throws SQLException {
    return sql
        .select(
            row -> row.getString(1),
            "select id from resource where kind = ? and project = ? and name = ?",
            kind.name(),
            key.project(),
            key.name())
        .stream()
        .findFirst();
  }

  <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project) throws SQLException {
    return project.isEmpty()
        ? sql.select(
            row -> read(kind, row),
            "select * from resource where kind = ? order by name, project",
            kind.name())
        : sql.select(
            row -> read(kind, row),
            "select * from resource where kind = ? and project = ? order by name",
            kind.name(),
            project);
  }

  <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project, String prefix)
      throws SQLException {
    return sql.select(
        row -> read(kind, row),
        """
        select * from resource where kind = ? and project = ? and name >= ? and name < ?
        order by name\
        """,
        kind.name(),
        project,
        prefix,
        prefix + Character.MAX_VALUE);
  }

  int count(Kind<?, ?> kind, String project) throws SQLException {
    return (int)
        sql.number(
            "select sum(number) from tally where kind = ? and ? in (project, '')",
            kind.name(),
            project);
  }

  void insert(Resource<?, ?> resource) throws SQLException {
    sql.update(
        """
        insert into resource (kind, project, name, id, entity_tag, created_at, wanted, observed)
        values (?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        resource.kind().name(),
        resource.key().project(),
        resource.key().name(),
        resource.id(),
        resource.entityTag(),
        resource.createdAt().toString(),
        written(resource),
        Form.write(resource.observed()));
  }

  void replace(Resource<?, ?> resource) throws SQLException {
    sql.update(
        "update resource set entity_tag = ?, wanted = ?, observed = ? where id = ?",
        resource.entityTag(),
        written(resource),
        Form.write(resource.observed()),
        resource.id());
  }

  boolean delete(Kind<?, ?> kind, Key key) throws SQLException {
    return sql.update(
            "delete from resource where kind = ? and project = ? and name = ?",
            kind.name(),
            key.project(),
            key.name())
        > 0;
  }

  String nextTag() throws SQLException {
    return sql.select(row -> row.getString(1), "update tag set last = last + 1 returning last")
        .getFirst();
  }

  private String written(Resource<?, ?> resource) {
    var text = Form.write(resource.wanted());
    return resource.kind().equals(Kind.SECRET) ? vault.seal(text, resource.id()) : text;
  }

  private String unsealed(ResultSet row) throws SQLException {
    var text = row.getString("wanted");
    return Vault.isSealed(text) ? vault.unseal(text, row.getString("id")) : text;
  }

  /// Seals what an earlier version wrote openly.
  void sealAll() throws SQLException {
    for (var secret : list(Kind.SECRET, "")) {
      var text =
          sql.select(
                  row -> row.getString(1), "select wanted from resource where id = ?", secret.id())
              .getFirst();
      if (!Vault.isSealed(text)) {
        replace(secret);
      }
    }
  }

  private <W, O> Resource<W, O> read(Kind<W, O> kind, ResultSet row) throws SQLException {
    return new Resource<>(
        kind,
        new Key(row.getString("project"), row.getString("name")),
        row.getString("id"),
        row.getString("entity_tag"),
        Instant.parse(row.getString("created_at")),
        Form.read(kind.wanted(), unsealed(row)),
        Form.read(kind.observed(), row.getString("observed")));
  }
}
