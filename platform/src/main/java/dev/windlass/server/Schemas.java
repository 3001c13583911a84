// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// JSON Schemas of the records that go over the wire, each once. Looks at the records themselves;
/// that happens once, when the contract is made.
final class Schemas {
  private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");

  private final Map<String, Object> all = new TreeMap<>();

  Map<String, Object> all() {
    return all;
  }

  void add(String name, Map<String, Object> schema) {
    all.put(name, schema);
  }

  Map<String, Object> reference(Class<?> type) {
    var name = name(type);
    if (!all.containsKey(name)) {
      all.put(name, Map.of()); // so that one that holds itself ends
      all.put(name, ofRecord(type));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /// One inside another has the other's name in front.
  private static String name(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : name(outer) + type.getSimpleName();
  }

  private Map<String, Object> ofRecord(Class<?> type) {
    var properties = new TreeMap<String, Object>();
    var required = new ArrayList<String>();
    for (var component : type.getRecordComponents()) {
      var name = snake(component.getName());
      properties.put(name, of(component.getGenericType()));
      if (!isNullable(component)) {
        required.add(name);
      }
    }
    required.sort(null);
    var schema = new TreeMap<String, Object>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private Map<String, Object> of(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      return generic.getRawType() == Map.class
          ? Map.of("type", "object", "additionalProperties", of(arguments[1]))
          : Map.of("type", "array", "items", of(arguments[0]));
    }
    return ofClass((Class<?>) type);
  }

  private Map<String, Object> ofClass(Class<?> type) {
    if (type.isRecord()) {
      return reference(type);
    }
    return Map.of(
        "type",
        switch (type.getSimpleName()) {
          case "String" -> "string";
          case "Integer", "Long", "int", "long" -> "integer";
          case "Double", "double" -> "number";
          case "Boolean", "boolean" -> "boolean";
          default -> throw new IllegalStateException("no schema for " + type);
        });
  }

  static String snake(String name) {
    return HUMP.matcher(name).replaceAll("$1_$2").toLowerCase(Locale.ROOT);
  }
}
