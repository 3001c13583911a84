// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.image.Secret;
import dev.windlass.registry.store.ApiKey.Grant;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.sqlite.Database;
import dev.windlass.sqlite.Sql;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The API keys, besides the one of the engine. A key that was removed opens nothing from then on.
/// Safe to share between threads.
public final class ApiKeys {
  private static final int BYTES = 32;

  private final Database database;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, ApiKey> byHash = new ConcurrentHashMap<>();
  private final Map<String, ApiKey> byId = new ConcurrentHashMap<>();

  ApiKeys(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    load();
  }

  /// A key that was just made, with what to sign in with.
  public record Made(ApiKey key, Secret secret) {}

  public List<ApiKey> list() {
    return byId.values().stream()
        .sorted(Comparator.comparing(ApiKey::created).thenComparing(ApiKey::id))
        .toList();
  }

  public Optional<ApiKey> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// Whose key it is. The key is a random number, so its hash says nothing of it, and there is
  /// nothing to guess step by step.
  public Optional<ApiKey> of(String secret) {
    return Optional.ofNullable(byHash.get(hash(secret)));
  }

  public Made make(String name, List<Grant> access) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var key =
        new ApiKey(
            "ApiKey-" + UUID.randomUUID(),
            name,
            Instant.ofEpochMilli(clock.millis()),
            access.stream().distinct().toList());
    database.write(sql -> insert(sql, key, hash(secret)));
    remember(key, hash(secret));
    return new Made(key, new Secret(secret));
  }

  private static boolean insert(Sql sql, ApiKey key, String hash) throws SQLException {
    sql.update(
        "insert into api_key (id, name, hash, created) values (?, ?, ?, ?)",
        key.id(),
        key.name(),
        hash,
        key.created().toEpochMilli());
    for (Grant grant : key.access()) {
      sql.update(
          "insert into key_access (key, namespace, role) values (?, ?, ?)",
          key.id(),
          grant.namespace(),
          grant.role().name());
    }
    return true;
  }

  private void remember(ApiKey key, String hash) {
    byHash.put(hash, key);
    byId.put(key.id(), key);
  }

  /// False when there is none.
  public boolean remove(String id) {
    database.write(sql -> sql.update("delete from api_key where id = ?", id));
    byHash.values().removeIf(key -> key.id().equals(id));
    return byId.remove(id) != null;
  }

  private void load() {
    record Row(String id, String name, String hash, Instant created) {}
    database.read(sql -> {
      for (Row row :
          sql.select(
              found ->
                  new Row(
                      found.getString("id"),
                      found.getString("name"),
                      found.getString("hash"),
                      Instant.ofEpochMilli(found.getLong("created"))),
              "select * from api_key")) {
        remember(
            new ApiKey(row.id(), row.name(), row.created(), access(sql, row.id())), row.hash());
      }
      return byId.size();
    });
  }

  private static List<Grant> access(Sql sql, String key) throws SQLException {
    return sql.select(
        row -> new Grant(row.getString(1), Role.valueOf(row.getString(2))),
        "select namespace, role from key_access where key = ? order by namespace, role",
        key);
  }

  private static String hash(String secret) {
    return Digest.of(secret.getBytes(StandardCharsets.UTF_8)).hex();
  }
}
