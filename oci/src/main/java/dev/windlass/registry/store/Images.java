// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists of the live images. Safe to share between threads.
public final class Images {
  private final Database database;

  Images(Database database) {
    this.database = database;
  }

  /// All of a namespace or of one repository, by repository, the newest first.
  ///
  /// @param within a namespace, a repository, or empty for all
  public List<Image> list(String within) {
    return database.read(sql -> {
      var images = new ArrayList<Image>();
      for (long repository : repositories(sql, within)) {
        images.addAll(of(sql, repository));
      }
      return images;
    });
  }

  private static List<Long> repositories(Sql sql, String within) throws SQLException {
    return sql.select(
        row -> row.getLong(1),
        "select id from repository where ?1 in ('', namespace, name) order by name",
        within);
  }

  private static List<Image> of(Sql sql, long repository) throws SQLException {
    return sql.select(
        Images::image,
        """
        select (select name from repository where id = manifest.repository) as repository_name,
          digest, media_type, kind, platform, created, pushed, pulled, subject,
          size + (select coalesce(sum(size), 0) from part
            where part.repository = manifest.repository and part.manifest = manifest.digest
            and part.kind <> 'CHILD') as total,
          (select group_concat(name, ' ') from (select name from tag
            where tag.repository = manifest.repository and tag.manifest = manifest.digest
            order by name)) as tags,
          (select group_concat(parent.digest, ' ') from part join manifest parent
            on parent.repository = part.repository and parent.digest = part.manifest and parent.live
            where part.digest = manifest.digest and part.repository = manifest.repository
            and part.kind = 'CHILD') as within
        from manifest where repository = ? and live
        order by coalesce(created, pushed) desc, digest\
        """,
        repository);
  }

  private static Image image(ResultSet row) throws SQLException {
    return new Image(
        new Name(row.getString("repository_name")),
        Digest.parse(row.getString("digest")),
        words(row.getString("tags")),
        row.getString("media_type"),
        Draft.Kind.valueOf(row.getString("kind")),
        row.getString("platform"),
        row.getLong("total"),
        time(row, "created"),
        Instant.ofEpochMilli(row.getLong("pushed")),
        time(row, "pulled"),
        Optional.of(row.getString("subject")).filter(text -> !text.isEmpty()).map(Digest::parse),
        words(row.getString("within")).stream().map(Digest::parse).toList());
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  private static List<String> words(@org.jspecify.annotations.Nullable String text) {
    return text == null ? List.of() : List.of(text.split(" ", -1));
  }
}
