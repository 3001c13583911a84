// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Repository;

/// What a repository is called in here: `samples/hello`. Its first part is its namespace.
public record Name(String path) implements Comparable<Name> {
  public Name {
    var _ = new Repository("registry", path); // knows the rule
  }

  /// `samples` for `samples/hello`.
  public String namespace() {
    return path.split("/", 2)[0];
  }

  @Override
  public int compareTo(Name other) {
    return path.compareTo(other.path);
  }

  @Override
  public String toString() {
    return path;
  }
}
