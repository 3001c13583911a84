// SPDX-License-Identifier: Apache-2.0
package dev.windlass.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.engine.ApiKeySpec;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.ApiKeyObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import dev.windlass.image.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The API keys of an engine. Of each only a hash is kept, so nobody can read them out; the one
/// that the engine made at its first start is in a file and not among them. Safe to share between
/// threads.
public final class Keys {
  private static final int BYTES = 24;

  /// How old what is known of the last use may be.
  private static final Duration GRAIN = Duration.ofMinutes(1);

  private final Store store;
  private final Secret bootstrap;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /// @param bootstrap may do everything
  public Keys(Store store, Secret bootstrap, InstantSource clock) {
    this.store = store;
    this.bootstrap = bootstrap;
    this.clock = clock;
  }

  /// A key that was just made: the only time that it can be seen.
  public record Made(Resource<ApiKeySpec, ApiKeyObserved> key, Secret secret) {}

  public Made create(String name, Role role, @Nullable String project, @Nullable Instant expires) {
    var secret = random();
    var spec =
        new ApiKeySpec(
            name, role.toString(), project, hash(secret), expires == null ? null : "" + expires);
    var id = "ApiKey-" + UUID.randomUUID();
    return new Made(store.create(Kind.API_KEY, new Key("", id), spec), new Secret(secret));
  }

  private String random() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  public List<Resource<ApiKeySpec, ApiKeyObserved>> list() {
    return store.list(Kind.API_KEY, "");
  }

  public Optional<Resource<ApiKeySpec, ApiKeyObserved>> find(String id) {
    return store.find(Kind.API_KEY, new Key("", id));
  }

  /// From now on neither the key nor a token that was made of it opens anything.
  public boolean revoke(String id) {
    return store.delete(Kind.API_KEY, new Key("", id));
  }

  /// Whose key this is. Takes as long for a wrong one as for a right one.
  Optional<Caller> owner(String secret) {
    if (same(hash(secret), hash(bootstrap.reveal()))) {
      return Optional.of(Caller.owner());
    }
    var hash = hash(secret);
    return list().stream()
        .filter(key -> same(key.wanted().hash(), hash))
        .findFirst()
        .filter(this::isGood)
        .map(this::used);
  }

  /// Who has the key of this id, if it is still good.
  Optional<Caller> ofId(String id) {
    return id.equals(Caller.BOOTSTRAP)
        ? Optional.of(Caller.owner())
        : find(id).filter(this::isGood).map(this::used);
  }

  private boolean isGood(Resource<ApiKeySpec, ApiKeyObserved> key) {
    var expires = key.wanted().expiresAt();
    return expires == null || clock.instant().isBefore(Instant.parse(expires));
  }

  private Caller used(Resource<ApiKeySpec, ApiKeyObserved> key) {
    var now = clock.instant();
    var last = key.observed().lastUsedAt();
    if (last == null || last.plus(GRAIN).isBefore(now)) {
      store.observe(Kind.API_KEY, key.key(), _ -> new ApiKeyObserved(now));
    }
    var spec = key.wanted();
    return new Caller(
        key.key().name(),
        spec.name(),
        Role.byName(spec.role()).orElse(Role.VIEWER),
        Optional.ofNullable(spec.project()));
  }

  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(left.getBytes(UTF_8), right.getBytes(UTF_8));
  }

  private static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
