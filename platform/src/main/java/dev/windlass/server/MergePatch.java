// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.server.JsonText.Null;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// RFC 7396: what is named is replaced, null removes, objects are merged, lists are not. In the
/// objects of a list, too, null is the same as absent.
final class MergePatch {
  private MergePatch() {}

  /// A new map; neither argument is changed. Objects in it hold no nulls.
  static Map<String, Object> apply(Map<String, Object> target, Map<String, Object> patch) {
    var merged = new LinkedHashMap<>(target);
    patch.forEach((key, value) -> {
      if (value == Null.NULL) {
        merged.remove(key);
      } else {
        merged.put(key, merge(merged.get(key), value));
      }
    });
    return merged;
  }

  private static Object merge(@Nullable Object target, Object patch) {
    return switch (patch) {
      case Map<?, ?> changes ->
          apply(target instanceof Map<?, ?> old ? members(old) : Map.of(), members(changes));
      case List<?> items -> items.stream().map(item -> merge(null, item)).toList();
      default -> patch;
    };
  }

  private static Map<String, Object> members(Map<?, ?> map) {
    var members = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> members.put((String) key, value));
    return members;
  }
}
