// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.engine.Observations.Nothing;
import dev.windlass.sqlite.DatabaseException;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How records are written down: as JSON.
final class Form {
  private static final Jsonb JSON = Jsonb.instance();

  private static final String NOTHING = "{}"; // what the adapter generator cannot write

  /// Shorter ones are as soon read as found.
  private static final int LONG = 4096;

  private static final int MOST_RECENT = 32;

  /// What was read last of what is long: a job run of hundreds of indices is looked at several
  /// times between two changes.
  private static final Map<Read, Object> RECENT =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Read, Object> eldest) {
              return size() > MOST_RECENT;
            }
          });

  private record Read(Class<?> type, String text) {}

  private Form() {}

  static String write(Object value) {
    return value instanceof Nothing ? NOTHING : JSON.toJson(value);
  }

  static <T> T read(Class<T> type, String text) {
    if (type == Nothing.class) {
      return type.cast(Nothing.SEEN);
    }
    if (text.length() < LONG) {
      return parse(type, text);
    }
    return type.cast(RECENT.computeIfAbsent(new Read(type, text), _ -> parse(type, text)));
  }

  private static <T> T parse(Class<T> type, String text) {
    try {
      return JSON.type(type).fromJson(text);
    } catch (JsonException e) {
      throw new DatabaseException(
          "the store holds something that is no " + type.getSimpleName(), e);
    }
  }
}
