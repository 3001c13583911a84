// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields that a request sets, and those that it removes: a body for a create, and a merge
/// patch (RFC 7396) for an update. What is not named stays as it is.
public final class Fields {
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  /// A value is text, a number, a boolean, a record of the wire, or a list or map of these.
  public Fields set(String name, Object value) {
    values.put(name, value);
    return this;
  }

  public Fields remove(String name) {
    values.put(name, null);
    return this;
  }

  /// With those of `other`, which win. What they remove is not set.
  public Fields and(Fields other) {
    other.values.forEach((name, value) -> {
      if (value == null) {
        values.remove(name);
      } else {
        values.put(name, value);
      }
    });
    return this;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// Compact JSON.
  @Override
  public String toString() {
    return JsonText.compact(values);
  }
}
