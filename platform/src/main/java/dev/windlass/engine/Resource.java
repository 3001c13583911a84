// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.time.Instant;

/// One thing that a user asked for, and apart from it what was seen of it. A snapshot: changes go
/// through the [Store].
///
/// @param id a UUID that is never used again, even for a resource of the same name
/// @param entityTag changes whenever `wanted` does, and only then
/// @param wanted what was asked for, a record of [dev.windlass.api]
/// @param observed what was seen, a record of this package
public record Resource<W, O>(
    Kind<W, O> kind,
    Key key,
    String id,
    String entityTag,
    Instant createdAt,
    W wanted,
    O observed) {
  Resource<W, O> wanting(W next, String tag) {
    return new Resource<>(kind, key, id, tag, createdAt, next, observed);
  }

  Resource<W, O> observing(O next) {
    return new Resource<>(kind, key, id, entityTag, createdAt, wanted, next);
  }

  /// Names the resource and tells nothing of what is in it: that may be a secret.
  @Override
  public String toString() {
    return kind + " " + key;
  }
}
