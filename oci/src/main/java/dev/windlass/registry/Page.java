// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A part of a long list, as `?n=` and `?last=` ask for it.
record Page(List<String> names, boolean more) {
  static Page of(Stream<String> sorted, Request request, int most) {
    int size = request.query("n").map(text -> size(text, most)).orElse(most);
    var last = request.query("last").orElse("");
    var some = sorted.filter(name -> name.compareTo(last) > 0).limit(size + 1L).toList();
    return some.size() > size
        ? new Page(some.subList(0, size), size > 0) // nobody can go on after nothing
        : new Page(some, false);
  }

  private static int size(String text, int most) {
    if (!text.matches("[0-9]{1,9}")) {
      throw Rejected.because(
          ErrorCode.PAGINATION_NUMBER_INVALID, "n needs to be a number from 0", text);
    }
    return Math.min(most, Integer.parseInt(text));
  }

  /// How to get the next page, when there is one.
  Map<String, String> link(String path) {
    return more
        ? Map.of(
            "Link",
            "<%s?n=%d&last=%s>; rel=\"next\"".formatted(path, names.size(), names.getLast()))
        : Map.of();
  }
}
