// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

/// Looks how deep JSON is nested before somebody reads it who calls itself once per level.
final class Nesting {
  private final byte[] json;
  private int at;
  private int depth;

  private Nesting(byte[] json) {
    this.json = json;
  }

  static boolean isWithin(int deepest, byte[] json) {
    return new Nesting(json).isWithin(deepest);
  }

  private boolean isWithin(int deepest) {
    while (at < json.length && depth <= deepest) {
      switch (json[at++]) {
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        case '"' -> skipText();
        default -> {}
      }
    }
    return depth <= deepest;
  }

  private void skipText() {
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    at++;
  }
}
