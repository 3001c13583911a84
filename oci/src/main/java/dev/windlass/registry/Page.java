// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.List;
import java.util.Map;

/// A part of a long list, as `?n=` and `?last=` ask for it.
record Page(List<String> names, boolean more) {
  /// @param some what comes next, one more than fits where there is more
  static Page of(List<String> some, int size) {
    return some.size() > size
        ? new Page(some.subList(0, size), size > 0) // nobody can go on after nothing
        : new Page(some, false);
  }

  /// How many the client wants at once, or may have.
  static int size(Request request, int most) {
    return request.query("n").map(text -> size(text, most)).orElse(most);
  }

  private static int size(String text, int most) {
    if (!text.matches("[0-9]{1,9}")) {
      throw Rejected.because(
          ErrorCode.PAGINATION_NUMBER_INVALID, "n needs to be a number from 0", text);
    }
    return Math.min(most, Integer.parseInt(text));
  }

  /// How to get the next page, when there is one.
  ///
  /// @param also what else belongs into the query
  Map<String, String> link(String path, String also) {
    return more
        ? Map.of(
            "Link",
            "<%s?n=%d&last=%s%s>; rel=\"next\""
                .formatted(path, names.size(), names.getLast(), also))
        : Map.of();
  }
}
