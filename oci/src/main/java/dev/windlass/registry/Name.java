// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.InvalidName;
import dev.windlass.image.Repository;

/// What a repository is called in here: `samples/hello`. Never starts with a `/`, never climbs out
/// of its folder, and no part of it starts with `_`.
record Name(String path) {
  Name {
    var _ = new Repository("registry", path); // knows the rule
  }

  static Name parse(String text) {
    try {
      return new Name(text);
    } catch (InvalidName e) {
      throw Rejected.because(ErrorCode.NAME_INVALID, e);
    }
  }

  @Override
  public String toString() {
    return path;
  }
}
