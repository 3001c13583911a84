// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.engine.Observations.Nothing;
import dev.windlass.sqlite.DatabaseException;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;

/// How records are written down: as JSON.
final class Form {
  private static final Jsonb JSON = Jsonb.instance();

  private static final String NOTHING = "{}"; // what the adapter generator cannot write

  private Form() {}

  static String write(Object value) {
    return value instanceof Nothing ? NOTHING : JSON.toJson(value);
  }

  static <T> T read(Class<T> type, String text) {
    if (type == Nothing.class) {
      return type.cast(Nothing.SEEN);
    }
    try {
      return JSON.type(type).fromJson(text);
    } catch (JsonException e) {
      throw new DatabaseException(
          "the store holds something that is no " + type.getSimpleName(), e);
    }
  }
}
