// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Looks at the folder of a registry from outside and counts everything anew, the plain way.
public record Audit(Path folder) {
  private static final String LIVE =
      """
      select 1 from part join manifest on manifest.repository = part.repository
      and manifest.digest = part.manifest and live where part.digest = blob.digest\
      """;

  /// What does not add up; nothing when all is well. The registry may be open while nobody pushes.
  public List<String> problems() throws SQLException, IOException {
    var problems = new ArrayList<String>();
    var here = files(); // before the database is looked at: what goes is forgotten there first
    here.stream().filter(file -> file.startsWith("broken")).forEach(problems::add);
    try (var database = open()) {
      rows(database, "pragma integrity_check").stream()
          .filter(row -> !row.equals("ok"))
          .forEach(problems::add);
      rows(database, "pragma foreign_key_check").forEach(row -> problems.add("orphan in " + row));
      var used = one(database, "select storage_used from account");
      var counted =
          one(database, "select coalesce(sum(size), 0) from blob where exists (" + LIVE + ")");
      if (!used.equals(counted)) {
        problems.add("storage_used is " + used + " but live images need " + counted);
      }
      rows(
              database,
              "select digest || ' has uses ' || uses from blob where uses <> (select count(*) from"
                  + " ("
                  + LIVE
                  + "))")
          .forEach(problems::add);
      rows(
              database,
              "select 'tag without a live image: ' || name from tag where not exists (select 1 from"
                  + " manifest where manifest.repository = tag.repository"
                  + " and manifest.digest = tag.manifest and live)")
          .forEach(problems::add);
      rows(database, "select distinct blob from link").stream()
          .filter(blob -> !here.contains(blob))
          .forEach(blob -> problems.add("no bytes of " + blob));
    }
    return problems;
  }

  /// The blobs that images need which are live or in the trash, and which their repository shows.
  public Set<String> needed() throws SQLException {
    try (var database = open()) {
      return rows(
          database,
          "select distinct link.blob from link join part on part.repository = link.repository"
              + " and part.digest = link.blob");
    }
  }

  /// What is in the content folder, each file checked against its name.
  public Set<String> files() throws IOException {
    Path content = folder.resolve("content");
    if (!Files.isDirectory(content)) {
      return Set.of();
    }
    var found = new TreeSet<String>();
    try (Stream<Path> files = Files.walk(content)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        named(content.relativize(file).getName(0).toString(), file).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<String> named(String algorithm, Path file) throws IOException {
    var name = Digest.parse(algorithm + ":" + file.getFileName());
    try {
      var hash = name.algorithm().hash().digest(Files.readAllBytes(file));
      boolean whole = Digest.of(name.algorithm(), hash).equals(name);
      return Optional.of(whole ? name.toString() : "broken: " + name);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // swept meanwhile
    }
  }

  private Connection open() throws SQLException {
    var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("registry.db"));
    database.setAutoCommit(false); // all that follows sees the same moment
    return database;
  }

  private static String one(Connection database, String sql) throws SQLException {
    return rows(database, sql).iterator().next();
  }

  private static Set<String> rows(Connection database, String sql) throws SQLException {
    var found = new TreeSet<String>();
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
