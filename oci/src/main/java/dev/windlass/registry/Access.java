// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Secret;
import dev.windlass.registry.store.Account;
import java.util.Set;

/// Who may do what in the embedded registry, to begin with. Everybody on this machine may pull and
/// push, except in the private namespaces; who signs in as `iamapikey` with the API key may do
/// everything, from anywhere. More keys and other rules are made through the registry's own API.
///
/// @param plan how much the registry may hold and hand out; looked at only when it is new
/// @param privateNamespaces first parts of repository names: `private` for `private/shop/cart`
public record Access(Secret apiKey, Set<String> privateNamespaces, Account.Plan plan) {
  /// The user name that goes with an API key, as at IBM Cloud Container Registry.
  public static final String USERNAME = "iamapikey";

  public Access {
    privateNamespaces = Set.copyOf(privateNamespaces);
  }

  /// The usual rules: only the namespace `private` is private, and nothing is limited.
  public static Access of(Secret apiKey) {
    return new Access(apiKey, Set.of("private"), Account.Plan.STANDARD);
  }
}
