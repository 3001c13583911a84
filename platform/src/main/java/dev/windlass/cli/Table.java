// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows under a head, each column as wide as it needs.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  private Table() {}

  static Table of(String... head) {
    var table = new Table();
    table.rows.add(List.of(head));
    return table;
  }

  Table row(@Nullable Object... cells) {
    var row = new ArrayList<String>();
    for (Object cell : cells) {
      row.add(cell == null ? "" : cell.toString());
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    int[] widths = widths();
    var lines = new ArrayList<String>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
    }
    return line.toString().stripTrailing();
  }

  void print(Console console) {
    print(console, "");
  }

  void print(Console console, String indent) {
    for (String line : lines()) {
      console.print(indent + line);
    }
  }
}
