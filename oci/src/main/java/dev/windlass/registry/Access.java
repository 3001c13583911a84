// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Secret;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/// Who may do what in the embedded registry. Everybody on this machine may pull and push, except in
/// the private namespaces; who signs in as `iamapikey` with the API key may do everything, from
/// anywhere.
///
/// @param privateNamespaces first parts of repository names: `private` for `private/shop/cart`
public record Access(Secret apiKey, Set<String> privateNamespaces) {
  /// The user name that goes with the API key, as at IBM Cloud Container Registry.
  public static final String USERNAME = "iamapikey";

  private static final Set<String> EVERYTHING = Set.of("pull", "push", "delete", "*");

  public Access {
    privateNamespaces = Set.copyOf(privateNamespaces);
  }

  /// The usual rules: only the namespace `private` is private.
  public static Access of(Secret apiKey) {
    return new Access(apiKey, Set.of("private"));
  }

  /// Nobody, when the password is wrong or the name unknown.
  Optional<Caller> signIn(String username, String password) {
    boolean known = username.equals(USERNAME);
    return known && same(password, apiKey.reveal()) ? Optional.of(Caller.OWNER) : Optional.empty();
  }

  /// Takes as long for a near miss as for a wild guess.
  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  static Caller nameless(InetAddress from) {
    return from.isLoopbackAddress() ? Caller.LOCAL : Caller.STRANGER;
  }

  /// What of the wanted actions the caller gets; none at all is an answer too.
  Scope granted(Caller caller, Scope wanted) {
    return wanted.only(permits(caller, wanted) ? EVERYTHING : Set.of());
  }

  private boolean permits(Caller caller, Scope wanted) {
    return switch (caller) {
      case OWNER -> true;
      case LOCAL -> !wanted.ofRepository() || isOpen(wanted.name());
      case STRANGER -> false;
    };
  }

  private boolean isOpen(String repository) {
    return !privateNamespaces.contains(repository.split("/", 2)[0]);
  }
}
