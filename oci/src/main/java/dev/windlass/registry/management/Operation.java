// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Something that can be asked of the management API.
///
/// @param path as in the contract, `/namespaces/{name}`
/// @param open whether nobody has to sign in for it
record Operation(String method, String path, boolean open, Action action) {
  /// Does it. That the caller may is seen to in here.
  @FunctionalInterface
  interface Action {
    Reply run(Call call) throws IOException;
  }

  static Operation of(String method, String path, Action action) {
    return new Operation(method, path, false, action);
  }

  static Operation open(String method, String path, Action action) {
    return new Operation(method, path, true, action);
  }

  /// The parts of a path that this names, decoded; nothing when the path is another.
  Optional<Map<String, String>> match(String rawPath) {
    var ours = path.split("/", -1);
    var theirs = rawPath.split("/", -1);
    if (ours.length != theirs.length) {
      return Optional.empty();
    }
    var parts = new HashMap<String, String>();
    for (int i = 0; i < ours.length; i++) {
      if (ours[i].startsWith("{")) {
        parts.put(ours[i].substring(1, ours[i].length() - 1), Call.decoded(theirs[i]));
      } else if (!ours[i].equals(theirs[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(parts);
  }

  /// Whether images may be there afterwards, or be given to somebody, that were not before. Pins
  /// are no rule, they only tell of what is in use; and some questions are asked with POST.
  boolean mayOpen() {
    return !method.equals("GET")
        && !path.startsWith("/pins")
        && !path.endsWith("/digests")
        && !path.endsWith("/analyze")
        && !path.equals("/garbage");
  }

  /// Whether a path that this matches is a better match than one with more names in it.
  boolean isFixed() {
    return !path.contains("{");
  }
}
