// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.Optional;

/// Single questions to registries, for whoever wants to know more than a pull tells. Each is asked
/// once. Safe to share between threads.
public interface Questions {
  /// Asks for nothing, so that only who asks can be wrong: `GET /v2/`, and a token without a scope
  /// where the registry wants one. Empty where the registry lets in who says nothing, as it does
  /// not look at the password either then.
  ///
  /// @param at any image of the registry
  Optional<Told<Boolean>> login(Reference at, Credentials credentials) throws InterruptedException;

  /// Which digest a reference names now. Asked with HEAD, which registries do not count as a pull;
  /// some say only that there is something.
  Told<Optional<Digest>> digest(Reference image, Credentials credentials)
      throws InterruptedException;

  /// @param image any of the repository
  /// @param last the tag after which to begin; empty for the first
  Told<TagPage> tags(Reference image, Credentials credentials, String last, int most)
      throws InterruptedException;
}
