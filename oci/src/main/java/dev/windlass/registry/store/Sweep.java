// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Garbage collection: removes what nothing needs any more, in small steps, while everybody goes on
/// pushing and pulling. Needed is what a manifest refers to that is live or in the trash, and what
/// came, or was asked for, so recently that the manifest may still be on its way. Safe to share
/// between threads; one run at a time.
public final class Sweep {
  private final Database database;
  private final Content content;
  private final Uploads uploads;
  private final Seen seen;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final Lock running = new ReentrantLock();
  private volatile Optional<Swept> last = Optional.empty();

  Sweep(
      Database database,
      Content content,
      Uploads uploads,
      Seen seen,
      StoreLimits limits,
      InstantSource clock) {
    this.database = database;
    this.content = content;
    this.uploads = uploads;
    this.seen = seen;
    this.limits = limits;
    this.clock = clock;
  }

  /// What a run removed, or would.
  ///
  /// @param dry whether nothing was removed
  /// @param images that were in the trash for long enough
  /// @param bytes of the blobs
  /// @param strays files that a crash left behind
  /// @param uploads that nobody continued
  public record Swept(
      Instant began,
      Instant ended,
      boolean dry,
      int images,
      int blobs,
      long bytes,
      int strays,
      int uploads) {}

  /// The last run that was not dry.
  public Optional<Swept> last() {
    return last;
  }

  /// A blob that no repository will show.
  private record Waste(Digest digest, long size) {}

  /// Says what a run would remove now.
  public Swept preview() throws IOException {
    var now = clock.instant();
    var waste = database.read(sql -> unneeded(sql, now));
    int images =
        database.read(sql ->
            (int)
                sql.number(
                    "select count(*) from manifest where trashed < ? and not live",
                    now.minus(limits.trash()).toEpochMilli()));
    return new Swept(
        now,
        clock.instant(),
        true,
        images,
        waste.size(),
        bytes(waste),
        strays(now).size(),
        uploads.idle());
  }

  private static long bytes(List<Waste> waste) {
    return waste.stream().mapToLong(Waste::size).sum();
  }

  /// Removes what nothing needs.
  public Swept run() throws IOException {
    running.lock();
    try {
      var now = clock.instant();
      int images = emptyTrash(now);
      unlink(now);
      var waste = removeBlobs();
      forgetContent();
      int strays = removeStrays(now);
      var done =
          new Swept(
              now,
              clock.instant(),
              false,
              images,
              waste.size(),
              bytes(waste),
              strays,
              uploads.forgetIdle());
      last = Optional.of(done);
      return done;
    } finally {
      running.unlock();
    }
  }

  /// Images that were restored leave the trash, the others are gone.
  private int emptyTrash(Instant now) {
    long oldest = now.minus(limits.trash()).toEpochMilli();
    int all = 0;
    for (int some = 1; some > 0 && goesOn(); all += some) {
      some = database.write(sql -> gone(sql, oldest));
    }
    database.write(sql -> {
      sql.update(
          """
          delete from trashed_tag where (repository, manifest) in
          (select repository, digest from manifest where live and trashed < ?)\
          """,
          oldest);
      return sql.update("update manifest set trashed = null where live and trashed < ?", oldest);
    });
    return all;
  }

  private int gone(Sql sql, long oldest) throws SQLException {
    return sql.update(
        """
        delete from manifest where (repository, digest) in (select repository, digest from manifest
        where trashed < ? and not live limit ?)\
        """,
        oldest,
        limits.together());
  }

  /// Whoever closes the registry does not wait for all of it; the next run does the rest.
  private static boolean goesOn() {
    return !Thread.currentThread().isInterrupted();
  }

  /// Blobs that no repository will show after a run, in which old trash goes first.
  private List<Waste> unneeded(Sql sql, Instant now) throws SQLException {
    var blobs =
        sql.select(
            row -> Map.entry(waste(row), row.getBoolean(3)),
            """
            select digest, size, exists (select 1 from link where blob = blob.digest) from blob
            where not exists (select 1 from link where link.blob = blob.digest
              and (link.since >= ?1 or exists (select 1 from part
                join manifest on manifest.repository = part.repository
                and manifest.digest = part.manifest and (live or trashed >= ?2)
                where part.repository = link.repository and part.digest = link.blob)))\
            """,
            now.minus(limits.grace()).toEpochMilli(),
            now.minus(limits.trash()).toEpochMilli());
    return blobs.stream()
        .filter(blob -> !blob.getValue() || !isRecent(now, blob.getKey().digest()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Waste waste(ResultSet row) throws SQLException {
    return new Waste(Digest.parse(row.getString(1)), row.getLong(2));
  }

  /// A link of a repository.
  private record Link(long repository, Digest digest) {}

  private void unlink(Instant now) {
    long oldest = now.minus(limits.grace()).toEpochMilli();
    var links =
        database.read(sql ->
            sql.select(
                row -> new Link(row.getLong(1), Digest.parse(row.getString(2))),
                """
                select repository, blob from link where since < ? and not exists (select 1 from part
                where part.repository = link.repository and part.digest = link.blob)\
                """,
                oldest));
    for (Link link : links) {
      if (goesOn()) {
        seen.unlessSince(
            now.minus(limits.grace()),
            link.digest(),
            () -> database.write(sql -> unlink(sql, link, oldest)));
      }
    }
  }

  /// Looks once more: a manifest may have come meanwhile.
  private static int unlink(Sql sql, Link link, long oldest) throws SQLException {
    return sql.update(
        """
        delete from link where repository = ?1 and blob = ?2 and since < ?3
        and not exists (select 1 from part where repository = ?1 and digest = ?2)\
        """,
        link.repository(),
        link.digest().toString(),
        oldest);
  }

  private boolean isRecent(Instant now, Digest digest) {
    return seen.since(now.minus(limits.grace()), digest);
  }

  private List<Waste> removeBlobs() throws IOException {
    var removed = new ArrayList<Waste>();
    for (Waste blob : database.read(Sweep::unlinked)) {
      if (goesOn() && remove(blob.digest())) {
        removed.add(blob);
      }
    }
    return removed;
  }

  private static List<Waste> unlinked(Sql sql) throws SQLException {
    return sql.select(
        Sweep::waste,
        "select digest, size from blob"
            + " where not exists (select 1 from link where blob = blob.digest)");
  }

  /// Forgets a blob, then removes its bytes, unless somebody needs it again. Between the two a
  /// crash leaves a stray.
  private boolean remove(Digest digest) throws IOException {
    var lock = content.lock(digest);
    lock.lock();
    try {
      boolean needless = database.write(sql -> forget(sql, digest));
      if (needless) {
        content.remove(digest);
      }
      return needless;
    } finally {
      lock.unlock();
    }
  }

  private static boolean forget(Sql sql, Digest digest) throws SQLException {
    var blob = digest.toString();
    if (sql.number("select count(*) from link where blob = ?", blob) > 0) {
      return false;
    }
    sql.update(
        "update account set storage_used = storage_used"
            + " - (select coalesce(sum(size), 0) from blob where digest = ? and uses > 0)",
        blob);
    sql.update("delete from blob where digest = ?", blob);
    return true;
  }

  private void forgetContent() {
    int some = 1;
    while (some > 0 && goesOn()) {
      some =
          database.write(sql ->
              sql.update(
                  """
                  delete from content where digest in (select digest from content where not exists
                  (select 1 from manifest where manifest.digest = content.digest) limit ?)\
                  """,
                  limits.together()));
    }
    database.write(sql ->
        sql.update(
            """
            delete from repository where not exists (select 1 from manifest
            where repository = repository.id)
            and not exists (select 1 from link where repository = repository.id)\
            """));
  }

  private int removeStrays(Instant now) throws IOException {
    int removed = 0;
    for (Digest stray : strays(now)) {
      if (goesOn() && remove(stray)) {
        removed++;
      }
    }
    return removed;
  }

  private List<Digest> strays(Instant now) throws IOException {
    return content.strays(now.minus(limits.grace()), this::isKnown);
  }

  private boolean isKnown(Digest digest) {
    return database.read(
            sql -> sql.number("select count(*) from blob where digest = ?", digest.toString()))
        > 0;
  }
}
