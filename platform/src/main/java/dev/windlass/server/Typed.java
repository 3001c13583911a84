// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import io.avaje.jsonb.Jsonb;
import java.util.LinkedHashMap;
import java.util.Map;

/// Between JSON maps, which are checked and completed, and the records that are stored.
final class Typed {
  private static final Jsonb JSON = Jsonb.instance();

  private Typed() {}

  static <T> T of(Class<T> type, Map<String, Object> checked) {
    return JSON.type(type).fromJson(JSON.toJson(checked));
  }

  static Map<String, Object> map(Object value) {
    try {
      var map = new LinkedHashMap<String, Object>();
      ((Map<?, ?>) JsonText.parse(JSON.toJson(value)))
          .forEach((key, member) -> map.put((String) key, member));
      return MergePatch.apply(Map.of(), map);
    } catch (JsonText.Malformed e) {
      throw new IllegalStateException("our own JSON is malformed", e);
    }
  }

  static byte[] bytes(Map<String, Object> body) {
    return JSON.toJsonBytes(body);
  }

  static int size(Object value) {
    return JSON.toJsonBytes(value).length;
  }
}
