// SPDX-License-Identifier: Apache-2.0
package dev.windlass.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// Brings a database to the form that this version knows: runs `migrations/0001.sql`, `0002.sql` …
/// as far as they were not run before. Each is one transaction, with its number in it.
///
/// @param owner the class that the folder of scripts lies beside
public record Migrations(Class<?> owner) {
  void run(Connection connection) throws SQLException {
    int at = version(connection);
    for (var script = script(at + 1); script.isPresent(); script = script(at + 1)) {
      at++;
      apply(connection, at, script.get());
    }
    refuseNewer(at);
  }

  /// The script of a version that we do not have may still have been run by a newer Windlass.
  private void refuseNewer(int at) throws SQLException {
    if (at > 0 && script(at).isEmpty()) {
      throw new SQLException(
          "the database has version %d, which this Windlass does not know: run the newer one"
              .formatted(at));
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery("pragma user_version")) {
      return rows.getInt(1);
    }
  }

  private static void apply(Connection connection, int version, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("begin immediate");
      for (String sql : script.split(";\n", -1)) {
        statement.executeUpdate(sql);
      }
      statement.executeUpdate("pragma user_version = " + version);
      statement.executeUpdate("commit");
    }
  }

  private Optional<String> script(int version) {
    var name = "migrations/%04d.sql".formatted(version);
    try (InputStream file = owner.getResourceAsStream(name)) {
      return file == null
          ? Optional.empty()
          : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new AssertionError("cannot read our own " + name, e);
    }
  }
}
