// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of a JSON tree, in the order in which it was made. What is missing or empty is left
/// out.
final class Tree extends LinkedHashMap<String, Object> {
  private static final long serialVersionUID = 1;

  Tree with(String name, @Nullable Object value) {
    boolean nothing =
        value == null
            || (value instanceof Map<?, ?> map && map.isEmpty())
            || (value instanceof Collection<?> list && list.isEmpty());
    if (value != null && !nothing) {
      put(name, value);
    }
    return this;
  }
}
