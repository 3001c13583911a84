// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Sql;
import java.sql.SQLException;
import java.util.List;

/// A manifest of a repository, and the three things that can become of it: it is live, it is in the
/// trash, it is forgotten. All on the connection of one write.
record Key(long repository, String digest) {
  boolean isLive(Sql sql) throws SQLException {
    return sql.number(
            "select count(*) from manifest where repository = ? and digest = ? and live",
            repository,
            digest)
        > 0;
  }

  /// Makes a manifest live that is not. What it needs counts as storage from now on.
  void revive(Sql sql) throws SQLException {
    sql.update(
        "update manifest set live = 1 where repository = ? and digest = ?", repository, digest);
    sql.update(
        """
        update account set storage_used = storage_used + (select coalesce(sum(size), 0) from blob
        where uses = 0 and digest in (select digest from part where repository = ? and manifest = ?))\
        """,
        repository,
        digest);
    count(sql, 1);
  }

  /// Puts a live manifest into the trash, with its tags and with all that is about it.
  void discard(Sql sql, long now) throws SQLException {
    sql.update(
        """
        insert into trashed_tag (repository, name, manifest)
        select repository, name, manifest from tag where repository = ? and manifest = ?
        on conflict do nothing\
        """,
        repository,
        digest);
    sql.update("delete from tag where repository = ? and manifest = ?", repository, digest);
    sql.update(
        "update manifest set live = 0, trashed = ? where repository = ? and digest = ?",
        now,
        repository,
        digest);
    retire(sql);
    for (Key referrer : referrers(sql)) {
      if (referrer.isLive(sql)) {
        referrer.discard(sql, now);
      }
    }
  }

  private void retire(Sql sql) throws SQLException {
    count(sql, -1);
    sql.update(
        """
        update account set storage_used = storage_used - (select coalesce(sum(size), 0) from blob
        where uses = 0 and digest in (select digest from part where repository = ? and manifest = ?))\
        """,
        repository,
        digest);
  }

  private void count(Sql sql, int more) throws SQLException {
    sql.update(
        """
        update blob set uses = uses + ?
        where digest in (select digest from part where repository = ? and manifest = ?)\
        """,
        more,
        repository,
        digest);
  }

  /// The manifests that are about this one, wherever they are.
  List<Key> referrers(Sql sql) throws SQLException {
    return sql.select(
        row -> new Key(repository, row.getString(1)),
        "select digest from manifest where repository = ? and subject = ? and subject <> ''",
        repository,
        digest);
  }

  /// What an index lists.
  List<Key> children(Sql sql) throws SQLException {
    return sql.select(
        row -> new Key(repository, row.getString(1)),
        "select digest from part where repository = ? and manifest = ? and kind = 'CHILD'",
        repository,
        digest);
  }
}
