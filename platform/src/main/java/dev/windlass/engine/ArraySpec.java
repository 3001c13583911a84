// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.image.InvalidName;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The array indices of a job run, `1-5,7-8,10` as people write them: sorted, each once.
public record ArraySpec(List<Integer> indices) {
  /// The most that one run may have.
  public static final int MOST_INDICES = 1000;

  private static final int MOST_CHARACTERS = 253;
  private static final Pattern PART = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");

  public ArraySpec {
    indices = List.copyOf(new TreeSet<>(indices));
  }

  /// Throws [InvalidName].
  public static ArraySpec parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw broken(
          text.substring(0, 20) + "…", "is longer than " + MOST_CHARACTERS + " characters");
    }
    var indices = new TreeSet<Integer>();
    for (String part : text.split(",", -1)) {
      add(indices, part, text);
    }
    return new ArraySpec(List.copyOf(indices));
  }

  private static void add(TreeSet<Integer> indices, String part, String text) {
    var match = PART.matcher(part);
    if (!match.matches()) {
      throw broken(
          text,
          "has the part '"
              + part
              + "', which is neither a number up to 9999999 nor a range of them like 1-5");
    }
    int first = Integer.parseInt(match.group(1));
    int last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
    if (last < first) {
      throw broken(text, "has the range '" + part + "', which ends before it starts");
    }
    for (int index = first; index <= last; index++) {
      indices.add(index);
      if (indices.size() > MOST_INDICES) {
        throw broken(text, "has more than " + MOST_INDICES + " indices");
      }
    }
  }

  private static InvalidName broken(String text, String rule) {
    return new InvalidName("list of array indices", text, rule);
  }

  /// Any indices, written as short as possible: `1-3,7`; empty when there are none.
  public static String ranges(Collection<Integer> indices) {
    var parts = new StringJoiner(",");
    var rest = new TreeSet<>(indices);
    while (!rest.isEmpty()) {
      int first = rest.first();
      int last = first;
      while (rest.remove(last)) {
        last++;
      }
      parts.add(last - 1 == first ? "" + first : first + "-" + (last - 1));
    }
    return parts.toString();
  }

  @Override
  public String toString() {
    return ranges(indices);
  }
}
