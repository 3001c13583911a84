// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Secret;
import dev.windlass.registry.store.ApiKey;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Namespace.Visibility;
import dev.windlass.registry.store.Store;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/// Who somebody is, and what of what he wants he gets. Safe to share between threads.
final class Rights {
  private static final Set<String> NOTHING = Set.of();
  private static final Set<String> PULL = Set.of("pull");
  private static final Set<String> WORK = Set.of("pull", "push", "delete");
  private static final Set<String> EVERYTHING = Set.of("pull", "push", "delete", "*");

  private final Secret engineKey;
  private final Store store;

  Rights(Secret engineKey, Store store) {
    this.engineKey = engineKey;
    this.store = store;
  }

  /// Nobody, when the password is wrong or the name unknown.
  Optional<Caller> signIn(String username, String password) {
    return username.equals(Access.USERNAME) ? ofKey(password) : Optional.empty();
  }

  Optional<Caller> ofKey(String key) {
    return same(key, engineKey.reveal())
        ? Optional.of(Caller.OWNER)
        : store.apiKeys().of(key).map(Caller::of);
  }

  /// The API key that somebody signed in with; nothing for the engine's own.
  Optional<ApiKey> key(Caller caller) {
    return store.apiKeys().find(caller.key());
  }

  /// Takes as long for a near miss as for a wild guess.
  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  static Caller nameless(InetAddress from) {
    return from.isLoopbackAddress() ? Caller.LOCAL : Caller.STRANGER;
  }

  /// Whether a caller that a token names is still known: a key may have been removed.
  boolean isKnown(Caller caller) {
    return caller.key().isEmpty() || key(caller).isPresent();
  }

  /// What of the wanted actions the caller gets; none at all is an answer too.
  Scope granted(Caller caller, Scope wanted) {
    if (caller.equals(Caller.OWNER)) {
      return wanted.only(EVERYTHING);
    }
    var key = key(caller);
    return wanted.ofRepository()
        ? inRepository(caller, key, wanted)
        : wanted.only(isTrusted(caller, key) ? EVERYTHING : NOTHING);
  }

  /// The list of repositories shows each only what he may read, so it may be asked for by all but
  /// strangers.
  private static boolean isTrusted(Caller caller, Optional<ApiKey> key) {
    return key.isPresent() || caller.equals(Caller.LOCAL);
  }

  private Scope inRepository(Caller caller, Optional<ApiKey> key, Scope wanted) {
    var namespace = wanted.name().split("/", 2)[0];
    var known = store.namespaces().find(namespace).map(found -> found.visibility());
    return wanted.only(
        key.isPresent()
            ? more(everybodyMay(known), keyMay(key.get(), namespace, known.isPresent()))
            : namelessMay(caller, known.orElse(Visibility.OPEN)));
  }

  /// What comes with any key, wherever its holder is.
  private static Set<String> everybodyMay(Optional<Visibility> visibility) {
    return visibility.filter(known -> known != Visibility.PRIVATE).isPresent() ? PULL : NOTHING;
  }

  private static Set<String> namelessMay(Caller caller, Visibility visibility) {
    return switch (visibility) {
      case OPEN -> caller.equals(Caller.STRANGER) ? NOTHING : WORK;
      case PUBLIC -> PULL;
      case PRIVATE -> NOTHING;
    };
  }

  /// A namespace is made by the first push to it, which is for managers.
  private static Set<String> keyMay(ApiKey key, String namespace, boolean exists) {
    if (key.has(Role.MANAGER, namespace)) {
      return EVERYTHING;
    }
    if (key.has(Role.WRITER, namespace) && exists) {
      return WORK;
    }
    return key.has(Role.READER, namespace) ? PULL : NOTHING;
  }

  private static Set<String> more(Set<String> one, Set<String> other) {
    return one.size() > other.size() ? one : other;
  }
}
