// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Sql;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

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

  /// Puts a live manifest into the trash, with its tags and with all that is about it, and about
  /// that, however long the chain. False when it is not live.
  boolean discard(Sql sql, long now) throws SQLException {
    boolean live = isLive(sql);
    var next = new ArrayDeque<>(List.of(this));
    while (!next.isEmpty()) {
      var key = next.pop();
      if (key.isLive(sql)) {
        key.discardAlone(sql, now);
        next.addAll(key.referrers(sql));
      }
    }
    return live;
  }

  private void discardAlone(Sql sql, long now) throws SQLException {
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

  /// What of this, of all that it lists and of their blobs is not here: a cache was never asked for
  /// it, or it was deleted by itself. Indexes of build caches list blobs.
  Optional<String> missing(Sql sql) throws SQLException {
    return sql.find(
        row -> row.getString(1),
        """
        with recursive needed (digest) as (
          select ?2 union select part.digest from needed cross join part
          on part.repository = ?1 and part.manifest = needed.digest and part.kind = 'CHILD')
        select digest from needed
        where not exists (select 1 from manifest
          where manifest.repository = ?1 and manifest.digest = needed.digest and live)
        and not exists (select 1 from link where repository = ?1 and blob = needed.digest)
        union all
        select part.digest from needed cross join part on part.repository = ?1
          and part.manifest = needed.digest and part.kind <> 'CHILD' and not part.elsewhere
        where not exists (select 1 from link where repository = ?1 and blob = part.digest)
        limit 1\
        """,
        repository,
        digest);
  }

  /// Makes the same manifest live in another repository, with all that it needs.
  void copy(Sql sql, long to, long now, String by) throws SQLException {
    var known = new HashSet<Key>();
    var next = new ArrayDeque<>(List.of(this));
    while (!next.isEmpty()) {
      var key = next.pop();
      if (known.add(key)) {
        key.copyAlone(sql, to, now, by);
        next.addAll(key.children(sql));
      }
    }
  }

  private void copyAlone(Sql sql, long to, long now, String by) throws SQLException {
    sql.update(
        """
        insert into link (repository, blob, since) select ?1, blob, ?2 from link
        where repository = ?3 and blob in (select digest from part
        where repository = ?3 and manifest = ?4) on conflict do update set since = excluded.since\
        """,
        to,
        now,
        repository,
        digest);
    sql.update(
        """
        insert into manifest (repository, digest, media_type, kind, size, artifact_type, subject,
          annotations, platform, created, pushed, pushed_by, live)
        select ?1, digest, media_type, kind, size, artifact_type, subject, annotations, platform,
          created, ?2, ?3, 0 from manifest where repository = ?4 and digest = ?5
        on conflict do nothing\
        """,
        to,
        now,
        by,
        repository,
        digest);
    sql.update(
        """
        insert into part (repository, manifest, digest, kind, size, elsewhere)
        select ?1, manifest, digest, kind, size, elsewhere from part
        where repository = ?2 and manifest = ?3 on conflict do nothing\
        """,
        to,
        repository,
        digest);
    var copied = new Key(to, digest);
    if (!copied.isLive(sql)) {
      copied.revive(sql);
    }
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
