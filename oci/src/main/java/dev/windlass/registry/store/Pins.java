// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.sql.SQLException;
import java.util.List;

/// The images that somebody outside needs by their digest, such as a revision that is asleep. The
/// clean-up keeps them. Safe to share between threads.
public final class Pins {
  private final Database database;

  Pins(Database database) {
    this.database = database;
  }

  /// That somebody needs an image.
  ///
  /// @param holder who says so: an engine
  /// @param user for people: `app shop, revision shop-00001`
  public record Pin(String holder, Name repository, Digest digest, String user) {}

  public List<Pin> list() {
    return database.read(Pins::all);
  }

  static List<Pin> all(Sql sql) throws SQLException {
    return sql.select(
        row ->
            new Pin(
                row.getString(1),
                new Name(row.getString(2)),
                Digest.parse(row.getString(3)),
                row.getString(4)),
        "select holder, repository, manifest, user from pin order by repository, manifest, user");
  }

  static List<Pin> of(Sql sql, Name repository) throws SQLException {
    return sql.select(
        row ->
            new Pin(row.getString(1), repository, Digest.parse(row.getString(2)), row.getString(3)),
        "select holder, manifest, user from pin where repository = ? order by manifest, user",
        repository.path());
  }

  /// Replaces all pins of one who holds some: an engine.
  public void replace(String holder, List<Pin> pins) {
    database.write(sql -> {
      sql.update("delete from pin where holder = ?", holder);
      for (Pin pin : pins) {
        sql.update(
            "insert into pin (holder, repository, manifest, user) values (?, ?, ?, ?)"
                + " on conflict do nothing",
            holder,
            pin.repository().path(),
            pin.digest().toString(),
            pin.user());
      }
      return pins.size();
    });
  }
}
