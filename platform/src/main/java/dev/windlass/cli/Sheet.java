// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names and values under each other, the values in one column. What has no value is left out.
final class Sheet {
  private record Entry(String name, String value) {}

  private final String indent;
  private final List<Entry> entries = new ArrayList<>();

  Sheet(int depth) {
    this.indent = "  ".repeat(depth);
  }

  Sheet add(String name, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      entries.add(new Entry(name, value.toString()));
    }
    return this;
  }

  /// With a colon after each name.
  void print(Console console) {
    print(console, ":");
  }

  void printPlain(Console console) {
    print(console, "");
  }

  private void print(Console console, String colon) {
    int widest = 0;
    for (Entry entry : entries) {
      widest = Math.max(widest, entry.name().length());
    }
    for (Entry entry : entries) {
      var gap = " ".repeat(widest - entry.name().length() + 2);
      console.print(indent + entry.name() + colon + gap + entry.value());
    }
  }

  /// A name with things under it.
  static void heading(Console console, String name) {
    console.print(name + ":");
  }
}
