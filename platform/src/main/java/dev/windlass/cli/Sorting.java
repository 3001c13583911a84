// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Puts a list in the order that `--sort-by` says: by name, or the youngest first.
final class Sorting {
  private Sorting() {}

  static <T> List<T> by(
      Options options,
      List<T> things,
      Function<T, @Nullable String> name,
      Function<T, @Nullable String> created) {
    var by = options.getOr("sort-by", "name");
    Comparator<T> order =
        switch (by) {
          case "name" -> Comparator.comparing(thing -> String.valueOf(name.apply(thing)));
          case "age" -> Comparator.comparing((T thing) -> text(created.apply(thing))).reversed();
          default ->
              throw CommandFailed.misused("--sort-by is '" + by + "', needs to be name or age");
        };
    var sorted = new ArrayList<T>(things);
    sorted.sort(order);
    return sorted;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : Age.parse(text).toString();
  }
}
