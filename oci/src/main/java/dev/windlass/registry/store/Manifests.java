// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The manifests that repositories show, and the tags that name them. Safe to share between
/// threads.
public final class Manifests {
  private static final long UNKNOWN = -1;

  private final Database database;
  private final Repositories repositories;
  private final InstantSource clock;

  Manifests(Database database, Repositories repositories, InstantSource clock) {
    this.database = database;
    this.repositories = repositories;
    this.clock = clock;
  }

  public Optional<Stored> find(Name name, Digest digest) {
    return database.read(sql ->
        sql.find(
            Manifests::stored,
            """
            select manifest.digest, media_type, bytes from repository
            join manifest on manifest.repository = repository.id and manifest.digest = ? and live
            join content on content.digest = manifest.digest
            where repository.name = ?\
            """,
            digest.toString(),
            name.path()));
  }

  public Optional<Stored> find(Name name, String tag) {
    return database.read(sql ->
        sql.find(
            Manifests::stored,
            """
            select manifest.digest, media_type, bytes from repository
            join tag on tag.repository = repository.id and tag.name = ?
            join manifest on manifest.repository = repository.id and manifest.digest = tag.manifest
            join content on content.digest = manifest.digest
            where repository.name = ?\
            """,
            tag,
            name.path()));
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(Digest.parse(row.getString(1)), row.getString(2), row.getBytes(3));
  }

  /// How it went to keep a manifest.
  public sealed interface Put {
    record Kept() implements Put {}

    /// This has to be pushed first.
    record Missing(Digest part) implements Put {}
  }

  /// Keeps a manifest, and lets the tags name it from now on; both or, when a part of it is
  /// missing, neither.
  public Put put(Name name, Draft draft, byte[] content, List<String> tags, String by) {
    return database.write(sql -> {
      var missing = missing(sql, name, draft);
      if (missing.isPresent()) {
        return new Put.Missing(missing.get());
      }
      long repository = repositories.make(sql, name);
      keep(sql, repository, draft, content, by);
      for (String tag : tags) {
        tag(sql, repository, tag, draft.digest());
      }
      return new Put.Kept();
    });
  }

  /// Keeps a manifest whose parts may come later, or never, and lets the tags name it from now on:
  /// that of a cache, which holds what somebody asked for.
  public void cache(Name name, Draft draft, byte[] content, List<String> tags) {
    database.write(sql -> {
      long repository = repositories.make(sql, name);
      keep(sql, repository, draft, content, "");
      for (String tag : tags) {
        tag(sql, repository, tag, draft.digest());
      }
      return tags.size();
    });
  }

  /// Lets a tag name a manifest that is here already. False when it is not.
  public boolean tag(Name name, String tag, Digest digest) {
    return database.write(sql -> {
      var repository = Repositories.id(sql, name);
      boolean live =
          repository.isPresent() && new Key(repository.get(), digest.toString()).isLive(sql);
      if (live) {
        tag(sql, repository.get(), tag, digest);
      }
      return live;
    });
  }

  /// Whether a blob is the config of something in a repository.
  public boolean isConfig(Name name, Digest blob) {
    return database.read(sql ->
        sql.number(
                """
                select count(*) from part where digest = ? and kind = 'CONFIG'
                and repository = (select id from repository where name = ?)\
                """,
                blob.toString(),
                name.path())
            > 0);
  }

  /// Writes down what the config of images says of them, for a config that came after them.
  public void describe(Name name, Digest config, String platform, Optional<Instant> created) {
    database.write(sql ->
        sql.update(
            """
            update manifest set platform = ?1, created = nullif(?2, -1)
            where repository = (select id from repository where name = ?3) and kind = 'IMAGE'
            and digest in (select manifest from part
              where repository = manifest.repository and part.digest = ?4 and kind = 'CONFIG')\
            """,
            platform,
            created.map(Instant::toEpochMilli).orElse(UNKNOWN),
            name.path(),
            config.toString()));
  }

  /// Indexes of build caches list blobs among their manifests, so either will do.
  private static Optional<Digest> missing(Sql sql, Name name, Draft draft) throws SQLException {
    long repository = Repositories.id(sql, name).orElse(-1L);
    for (Part part : draft.parts()) {
      if (!part.elsewhere() && !isThere(sql, repository, part.digest())) {
        return Optional.of(part.digest());
      }
    }
    return Optional.empty();
  }

  private static boolean isThere(Sql sql, long repository, Digest part) throws SQLException {
    return sql.number(
            """
            select exists (select 1 from link where repository = ?1 and blob = ?2)
            or exists (select 1 from manifest where repository = ?1 and digest = ?2 and live)\
            """,
            repository,
            part.toString())
        > 0;
  }

  private void keep(Sql sql, long repository, Draft draft, byte[] content, String by)
      throws SQLException {
    var key = new Key(repository, draft.digest().toString());
    boolean live = key.isLive(sql);
    sql.update(
        "insert into content (digest, bytes) values (?, ?) on conflict do nothing",
        key.digest(),
        content);
    sql.update(
        """
        insert into manifest (repository, digest, media_type, kind, size, artifact_type, subject,
          annotations, platform, created, pushed, pushed_by, live)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), ?, ?, 0)
        on conflict do update set media_type = excluded.media_type, kind = excluded.kind,
          platform = iif(excluded.platform <> '', excluded.platform, platform),
          created = coalesce(excluded.created, created), pushed = excluded.pushed,
          pushed_by = excluded.pushed_by\
        """,
        repository,
        key.digest(),
        draft.mediaType(),
        draft.kind().name(),
        draft.size(),
        draft.artifactType(),
        draft.subject().map(Digest::toString).orElse(""),
        draft.annotations(),
        draft.platform(),
        draft.created().map(Instant::toEpochMilli).orElse(UNKNOWN),
        clock.millis(),
        by);
    for (Part part : draft.parts()) {
      sql.update(
          """
          insert into part (repository, manifest, digest, kind, size, elsewhere)
          values (?, ?, ?, ?, ?, ?) on conflict do nothing\
          """,
          repository,
          key.digest(),
          part.digest().toString(),
          part.kind().name(),
          part.size(),
          part.elsewhere() ? 1 : 0);
    }
    if (!live) {
      key.revive(sql);
    }
  }

  private void tag(Sql sql, long repository, String tag, Digest digest) throws SQLException {
    sql.update(
        """
        insert into tag (repository, name, manifest, since) values (?, ?, ?, ?)
        on conflict do update set manifest = excluded.manifest, since = excluded.since\
        """,
        repository,
        tag,
        digest.toString(),
        clock.millis());
  }

  /// How it went to copy an image.
  public sealed interface Copied {
    record Done() implements Copied {}

    /// The index names this, and it is not there.
    record Missing(Digest part) implements Copied {}
  }

  /// Gives an image a tag in the same or another repository; an index takes what it lists along.
  /// The bytes are there already, so nothing is copied but links.
  public Copied copy(Name from, Digest digest, Name to, String tag, String by) {
    return database.write(sql -> {
      var source = new Key(Repositories.id(sql, from).orElse(-1L), digest.toString());
      var missing = source.missing(sql);
      if (missing.isPresent()) {
        return new Copied.Missing(Digest.parse(missing.get()));
      }
      long repository = repositories.make(sql, to);
      if (repository != source.repository()) {
        source.copy(sql, repository, clock.millis(), by);
      }
      tag(sql, repository, tag, digest);
      return new Copied.Done();
    });
  }

  /// The tags of a repository after that name, in the order of the alphabet. Nothing when there is
  /// no such repository.
  public Optional<List<String>> tags(Name name, String last, int most) {
    return database.read(sql -> {
      var repository = Repositories.id(sql, name);
      return repository.isEmpty()
          ? Optional.empty()
          : Optional.of(tags(sql, repository.get(), last, most));
    });
  }

  private static List<String> tags(Sql sql, long repository, String last, int most)
      throws SQLException {
    return sql.select(
        row -> row.getString(1),
        "select name from tag where repository = ? and name > ? order by name limit ?",
        repository,
        last,
        most);
  }

  /// The manifests about another one, after that digest.
  ///
  /// @param type of the artifact; empty for any
  public List<Referrer> referrers(Name name, Digest subject, String type, String last, int most) {
    return database.read(sql ->
        sql.select(
            row ->
                new Referrer(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getString(4),
                    row.getString(5)),
            """
            select media_type, digest, size, artifact_type, annotations from manifest
            where repository = (select id from repository where name = ?1)
            and subject = ?2 and subject <> '' and live
            and (?3 = '' or artifact_type = ?3) and digest > ?4
            order by digest limit ?5\
            """,
            name.path(),
            subject.toString(),
            type,
            last,
            most));
  }

  /// Takes a tag away from its manifest, which stays. False when there is no such tag.
  public boolean untag(Name name, String tag) {
    return database.write(sql ->
        sql.update(
                "delete from tag where name = ?"
                    + " and repository = (select id from repository where name = ?)",
                tag,
                name.path())
            > 0);
  }
}
