// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Secret;
import dev.windlass.registry.store.Namespace.Visibility;
import dev.windlass.sqlite.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The namespaces there are. The first push to one makes it. Safe to share between threads.
public final class Namespaces {
  private final Database database;
  private final InstantSource clock;
  private volatile Map<String, Upstream> upstreams;

  Namespaces(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.upstreams = readUpstreams(database);
  }

  private static Map<String, Upstream> readUpstreams(Database database) {
    return database
        .read(sql -> sql.select(Namespaces::namespace, "select * from namespace"))
        .stream()
        .filter(namespace -> namespace.upstream().isPresent())
        .collect(
            Collectors.toUnmodifiableMap(
                Namespace::name, namespace -> namespace.upstream().orElseThrow()));
  }

  /// To be called after each write, so that the last one is seen whichever comes first here.
  private synchronized void forgetUpstreams() {
    upstreams = readUpstreams(database);
  }

  /// The registry that a namespace is a cache of. Every request of a namespace may ask for it, so
  /// the answer comes from memory.
  public Optional<Upstream> upstream(String name) {
    return Optional.ofNullable(upstreams.get(name));
  }

  public List<Namespace> list() {
    return database.read(
        sql -> sql.select(Namespaces::namespace, "select * from namespace order by name"));
  }

  public Optional<Namespace> find(String name) {
    return database.read(
        sql -> sql.find(Namespaces::namespace, "select * from namespace where name = ?", name));
  }

  private static Namespace namespace(ResultSet row) throws SQLException {
    return new Namespace(
        row.getString("name"),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")),
        Visibility.valueOf(row.getString("visibility").toUpperCase(Locale.ROOT)),
        row.getString("resource_group"),
        new RetentionPolicy(
            row.getInt("images_per_repo"),
            row.getBoolean("retain_untagged"),
            row.getInt("deletion_threshold_days")),
        upstream(row));
  }

  private static Optional<Upstream> upstream(ResultSet row) throws SQLException {
    var address = row.getString("upstream");
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Upstream(
                address,
                row.getString("upstream_username"),
                new Secret(row.getString("upstream_password"))));
  }

  /// False when it is there already.
  public boolean add(String name, Visibility visibility) {
    return database.write(sql ->
        sql.update(
                "insert into namespace (name, created, updated, visibility)"
                    + " values (?1, ?2, ?2, ?3) on conflict do nothing",
                name,
                clock.millis(),
                visibility.name().toLowerCase(Locale.ROOT))
            > 0);
  }

  public void show(String name, Visibility visibility) {
    database.write(sql ->
        sql.update(
            "update namespace set visibility = ?, updated = ? where name = ?",
            visibility.name().toLowerCase(Locale.ROOT),
            clock.millis(),
            name));
  }

  /// Gives a namespace another resource group.
  public void assign(String name, String resourceGroup) {
    database.write(sql ->
        sql.update(
            "update namespace set resource_group = ?, updated = ? where name = ?",
            resourceGroup,
            clock.millis(),
            name));
  }

  public void retain(String name, RetentionPolicy policy) {
    database.write(sql ->
        sql.update(
            """
            update namespace set images_per_repo = ?, retain_untagged = ?,
            deletion_threshold_days = ? where name = ?\
            """,
            policy.imagesPerRepo(),
            policy.retainUntagged() ? 1 : 0,
            policy.deletionThresholdDays(),
            name));
  }

  /// Makes a namespace a cache of another registry, or ends that.
  public void cache(String name, Optional<Upstream> upstream) {
    database.write(sql ->
        sql.update(
            """
            update namespace set upstream = ?, upstream_username = ?, upstream_password = ?,
            updated = ? where name = ?\
            """,
            upstream.map(Upstream::address).orElse(""),
            upstream.map(Upstream::username).orElse(""),
            upstream.map(known -> known.password().reveal()).orElse(""),
            clock.millis(),
            name));
    forgetUpstreams();
  }

  /// Deletes a namespace, its repositories, their images and what of them is in the trash, for
  /// good. False when there is none.
  public boolean remove(String name) {
    boolean removed =
        database.write(sql -> {
          for (long repository :
              sql.select(
                  row -> row.getLong(1), "select id from repository where namespace = ?", name)) {
            for (Key image :
                sql.select(
                    row -> new Key(repository, row.getString(1)),
                    "select digest from manifest where repository = ? and live",
                    repository)) {
              image.discard(sql, clock.millis());
            }
          }
          return sql.update("delete from namespace where name = ?", name) > 0;
        });
    forgetUpstreams();
    return removed;
  }
}
