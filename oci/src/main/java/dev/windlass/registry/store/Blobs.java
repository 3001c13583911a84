// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/// Layers, configs and whatever else repositories show. A blob that is here but not linked to a
/// repository is not there for whoever asks that one. Safe to share between threads.
public final class Blobs {
  private final Database database;
  private final Content content;
  private final Repositories repositories;
  private final Seen seen;
  private final InstantSource clock;

  Blobs(
      Database database,
      Content content,
      Repositories repositories,
      Seen seen,
      InstantSource clock) {
    this.database = database;
    this.content = content;
    this.repositories = repositories;
    this.seen = seen;
    this.clock = clock;
  }

  /// What a repository shows under a digest. Whoever looked may rely on it for a while.
  public Optional<Blob> find(Name name, Digest digest) {
    seen.note(digest);
    return database
        .read(sql -> size(sql, name, digest))
        .map(size -> new Blob(digest, size, content.file(digest)));
  }

  private static Optional<Long> size(Sql sql, Name name, Digest digest) throws SQLException {
    return sql.find(
        row -> row.getLong(1),
        """
        select blob.size from repository
        join link on link.repository = repository.id and link.blob = ?
        join blob on blob.digest = link.blob
        where repository.name = ?\
        """,
        digest.toString(),
        name.path());
  }

  /// How an upload ended.
  public sealed interface Finished {
    record Taken(Digest digest) implements Finished {}

    /// The bytes are others than the client said. They are gone.
    record Other(Digest received) implements Finished {}
  }

  /// Takes over the bytes of an upload when they are what the client says they are. They are on the
  /// disk, and linked, when this returns.
  public Finished finish(Name name, Upload upload, Digest wanted) throws IOException {
    Digest received = upload.finish(wanted.algorithm());
    if (!received.equals(wanted)) {
      return new Finished.Other(received);
    }
    var lock = content.lock(wanted);
    lock.lock();
    try {
      content.adopt(upload.draft(), wanted);
      database.write(sql -> add(sql, name, wanted, upload.size()));
    } finally {
      lock.unlock();
    }
    return new Finished.Taken(wanted);
  }

  private boolean add(Sql sql, Name name, Digest digest, long size) throws SQLException {
    int added =
        sql.update(
            """
            insert into blob (digest, size, uses) values (?1, ?2, (select count(*) from part
            join manifest on manifest.repository = part.repository
            and manifest.digest = part.manifest and live where part.digest = ?1))
            on conflict do nothing\
            """,
            digest.toString(),
            size);
    if (added > 0) {
      sql.update(
          "update account set storage_used = storage_used"
              + " + (select size from blob where digest = ?1 and uses > 0)"
              + " where exists (select 1 from blob where digest = ?1 and uses > 0)",
          digest.toString());
    }
    return link(sql, repositories.make(sql, name), digest);
  }

  private boolean link(Sql sql, long repository, Digest digest) throws SQLException {
    return sql.update(
            """
            insert into link (repository, blob, since) values (?, ?, ?)
            on conflict do update set since = excluded.since\
            """,
            repository,
            digest.toString(),
            clock.millis())
        > 0;
  }

  /// Links what another repository shows. False when that one does not show it.
  public boolean mount(Name from, Name to, Digest digest) {
    return database.write(sql ->
        size(sql, from, digest).isPresent() && link(sql, repositories.make(sql, to), digest));
  }

  /// One of the repositories that the asker may read and that shows a blob.
  public Optional<Name> holder(Digest digest, Predicate<Name> readable) {
    return database
        .read(sql ->
            sql.select(
                row -> new Name(row.getString(1)),
                """
                select repository.name from link join repository on repository.id = link.repository
                where link.blob = ? limit 100\
                """,
                digest.toString()))
        .stream()
        .filter(readable)
        .findFirst();
  }

  /// Takes a blob out of a repository; others keep theirs. False when it is not there.
  public boolean remove(Name name, Digest digest) {
    return database.write(sql ->
        sql.update(
                "delete from link where blob = ?"
                    + " and repository = (select id from repository where name = ?)",
                digest.toString(),
                name.path())
            > 0);
  }
}
