// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Where deleted images are for a while, with the tags they had: [#restore] brings them back. What
/// is in here does not count as storage. Safe to share between threads.
public final class Trash {
  private final Database database;
  private final Duration keeps;
  private final InstantSource clock;

  Trash(Database database, Duration keeps, InstantSource clock) {
    this.database = database;
    this.keeps = keeps;
    this.clock = clock;
  }

  /// An image in the trash.
  ///
  /// @param left how long it can be restored
  public record Discarded(Name repository, Digest digest, List<String> tags, Duration left) {
    public Discarded {
      tags = List.copyOf(tags);
    }
  }

  /// Deletes an image with its tags and all that is about it: its signatures, for example. False
  /// when it is not there.
  public boolean discard(Name name, Digest digest) {
    return database.write(sql -> {
      var key = key(sql, name, digest);
      return key.isPresent() && key.get().discard(sql, clock.millis());
    });
  }

  /// Deletes an image that still is as it was when somebody decided so: with no other tags, listed
  /// by no index, and needed by nobody new.
  boolean discardUnchanged(Image image, List<String> users) {
    return database.write(sql -> {
      var key = key(sql, image.repository(), image.digest());
      boolean same =
          key.isPresent()
              && key.get().isLive(sql)
              && image.tags().equals(tags(sql, key.get()))
              && listing(sql, key.get()) == image.within().size()
              && users.equals(Retention.users(image, Pins.of(sql, image.repository())));
      return same && key.get().discard(sql, clock.millis());
    });
  }

  private static List<String> tags(Sql sql, Key key) throws SQLException {
    return sql.select(
        row -> row.getString(1),
        "select name from tag where repository = ? and manifest = ? order by name",
        key.repository(),
        key.digest());
  }

  private static long listing(Sql sql, Key key) throws SQLException {
    return sql.number(
        """
        select count(*) from part join manifest on manifest.repository = part.repository
        and manifest.digest = part.manifest and live
        where part.digest = ? and part.repository = ? and part.kind = 'CHILD'\
        """,
        key.digest(),
        key.repository());
  }

  static Optional<Key> key(Sql sql, Name name, Digest digest) throws SQLException {
    return Repositories.id(sql, name).map(repository -> new Key(repository, digest.toString()));
  }

  /// What is in the trash, the oldest first.
  ///
  /// @param namespace empty for all
  public List<Discarded> list(String namespace) {
    return database.read(sql ->
        sql.select(
            this::discarded,
            """
            select repository.name, digest, trashed, (select group_concat(name, ' ') from trashed_tag
              where trashed_tag.repository = manifest.repository and manifest = digest)
            from manifest join repository on repository.id = manifest.repository
            where trashed is not null and (?1 = '' or namespace = ?1) order by trashed, digest\
            """,
            namespace));
  }

  private Discarded discarded(ResultSet row) throws SQLException {
    var tags = Optional.ofNullable(row.getString(4));
    return new Discarded(
        new Name(row.getString(1)),
        Digest.parse(row.getString(2)),
        tags.map(text -> List.of(text.split(" ", -1))).orElse(List.of()),
        Duration.between(clock.instant(), Instant.ofEpochMilli(row.getLong(3)).plus(keeps)));
  }

  /// How it went to restore something.
  public sealed interface Restored {
    /// The image is back, and so are these tags; others name another image meanwhile.
    record Back(Digest digest, List<String> tags, List<String> taken) implements Restored {
      public Back {
        tags = List.copyOf(tags);
        taken = List.copyOf(taken);
      }
    }

    record NotThere() implements Restored {}

    /// The tag names another image meanwhile.
    record TagTaken() implements Restored {}

    /// A part of the image was deleted by itself, so the image would be broken.
    record Broken(Digest missing) implements Restored {}
  }

  /// Brings back an image and those of its tags that name nothing else meanwhile; an index with
  /// what it lists, and all with what is about them. What was restored stays listed until its time
  /// is over.
  public Restored restore(Name name, Digest digest) {
    return database.write(sql -> {
      var key = key(sql, name, digest);
      return key.isPresent() && isTrashed(sql, key.get())
          ? revive(sql, key.get(), trashedTags(sql, key.get()))
          : new Restored.NotThere();
    });
  }

  /// Brings back an image under one of its tags; the others stay in the trash.
  public Restored restore(Name name, String tag) {
    return database.write(sql -> {
      var found = tagged(sql, name, tag);
      if (found.isEmpty()) {
        return new Restored.NotThere();
      }
      var key = found.get();
      return isTaken(sql, key, tag) ? new Restored.TagTaken() : revive(sql, key, List.of(tag));
    });
  }

  /// The last one that had the tag.
  private static Optional<Key> tagged(Sql sql, Name name, String tag) throws SQLException {
    return sql.find(
        row -> new Key(row.getLong(1), row.getString(2)),
        """
        select trashed_tag.repository, manifest.digest from repository
        join trashed_tag on trashed_tag.repository = repository.id and trashed_tag.name = ?
        join manifest on manifest.repository = repository.id
        and manifest.digest = trashed_tag.manifest
        where repository.name = ? and trashed is not null order by trashed desc\
        """,
        tag,
        name.path());
  }

  private static boolean isTrashed(Sql sql, Key key) throws SQLException {
    return sql.number(
            "select count(*) from manifest where repository = ? and digest = ?"
                + " and trashed is not null",
            key.repository(),
            key.digest())
        > 0;
  }

  private static List<String> trashedTags(Sql sql, Key key) throws SQLException {
    return sql.select(
        row -> row.getString(1),
        "select name from trashed_tag where repository = ? and manifest = ? order by name",
        key.repository(),
        key.digest());
  }

  private static boolean isTaken(Sql sql, Key key, String tag) throws SQLException {
    return sql.number(
            "select count(*) from tag where repository = ? and name = ?", key.repository(), tag)
        > 0;
  }

  private Restored revive(Sql sql, Key key, List<String> tags) throws SQLException {
    var missing = missing(sql, key);
    if (missing.isPresent()) {
      return new Restored.Broken(missing.get());
    }
    reviveAll(sql, key);
    var back = new ArrayList<String>();
    var taken = new ArrayList<String>();
    for (String tag : tags) {
      boolean free = !isTaken(sql, key, tag);
      if (free) {
        untrash(sql, key, tag);
      }
      (free ? back : taken).add(tag);
    }
    return new Restored.Back(Digest.parse(key.digest()), back, taken);
  }

  private void untrash(Sql sql, Key key, String tag) throws SQLException {
    sql.update(
        "insert into tag (repository, name, manifest, since) values (?, ?, ?, ?)",
        key.repository(),
        tag,
        key.digest(),
        clock.millis());
    sql.update(
        "delete from trashed_tag where repository = ? and name = ? and manifest = ?",
        key.repository(),
        tag,
        key.digest());
  }

  /// Something that the image, or what it lists, needs and that the repository has no more: a blob
  /// that was deleted by itself, or a listed image that is gone even from the trash. A cache
  /// fetches it when somebody asks.
  private static Optional<Digest> missing(Sql sql, Key key) throws SQLException {
    return sql.find(
        row -> Digest.parse(row.getString(1)),
        """
        with recursive needed (manifest) as (
          select ?2 union select part.digest from needed cross join part
          on part.repository = ?1 and part.manifest = needed.manifest and part.kind = 'CHILD')
        select part.digest from needed cross join part
        on part.repository = ?1 and part.manifest = needed.manifest and not part.elsewhere
        where not exists (select 1 from link where repository = ?1 and blob = part.digest)
        and not exists (select 1 from manifest
          where manifest.repository = ?1 and manifest.digest = part.digest)
        and exists (select 1 from repository join namespace on namespace.name = repository.namespace
          where repository.id = ?1 and upstream = '')
        limit 1\
        """,
        key.repository(),
        key.digest());
  }

  private static void reviveAll(Sql sql, Key first) throws SQLException {
    var known = new HashSet<Key>();
    var next = new ArrayDeque<>(List.of(first));
    while (!next.isEmpty()) {
      var key = next.pop();
      if (known.add(key)) {
        next.addAll(key.children(sql));
        next.addAll(revived(sql, key));
      }
    }
  }

  /// What is about a manifest that comes back.
  private static List<Key> revived(Sql sql, Key key) throws SQLException {
    if (!isTrashed(sql, key)) {
      return List.of();
    }
    if (!key.isLive(sql)) {
      key.revive(sql);
    }
    return key.referrers(sql);
  }
}
