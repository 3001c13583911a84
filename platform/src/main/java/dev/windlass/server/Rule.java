// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What a field may hold.
interface Rule {
  /// Completes "it needs to be".
  String allowed();

  void check(String field, Object value, Problems problems);

  /// The same in JSON Schema 2020-12.
  Map<String, Object> schema();

  /// @param quoted whether the value may be shown in a message
  record Simple(String allowed, boolean quoted, Map<String, Object> schema, Predicate<Object> fits)
      implements Rule {
    @Override
    public void check(String field, Object value, Problems problems) {
      if (fits.test(value)) {
        return;
      }
      if (quoted) {
        problems.invalid(field, value, allowed);
      } else {
        problems.invalid(field, field + " needs to be " + allowed);
      }
    }
  }

  record Items(int most, Rule item) implements Rule {
    @Override
    public String allowed() {
      return "a list of at most " + most;
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "array", "maxItems", most, "items", item.schema());
    }

    @Override
    public void check(String field, Object value, Problems problems) {
      if (!(value instanceof List<?> list) || list.size() > most) {
        problems.invalid(field, value, allowed());
        return;
      }
      for (int i = 0; i < list.size(); i++) {
        item.check(field + "[" + i + "]", list.get(i), problems);
      }
    }
  }

  record Entries(Rule key, Rule value) implements Rule {
    @Override
    public String allowed() {
      return "an object with text for each key";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of(
          "type", "object",
          "propertyNames", key.schema(),
          "additionalProperties", value.schema());
    }

    @Override
    public void check(String field, Object given, Problems problems) {
      if (!(given instanceof Map<?, ?> map)) {
        problems.invalid(field, given, allowed());
        return;
      }
      map.forEach((name, content) -> {
        key.check(field + "." + name, name, problems);
        value.check(field + "." + name, content, problems);
      });
    }
  }

  static Rule text(int most) {
    return new Simple(
        "text of at most %,d characters".formatted(most),
        true,
        Map.of("type", "string", "maxLength", most),
        value -> value instanceof String text && text.length() <= most);
  }

  /// Text that no message may show.
  static Rule hidden(int most) {
    return new Simple(
        text(most).allowed(),
        false,
        Map.of("type", "string", "maxLength", most, "format", "password"),
        text(most)::fits);
  }

  static Rule text(int least, int most, Pattern pattern, String looks) {
    return new Simple(
        "%d to %d characters, %s".formatted(least, most, looks),
        true,
        ofText(least, most, pattern),
        value ->
            value instanceof String text
                && text.length() >= least
                && text.length() <= most
                && pattern.matcher(text).matches());
  }

  static Rule number(long least, long most) {
    return new Simple(
        "a whole number from %d to %d".formatted(least, most),
        true,
        Map.of("type", "integer", "minimum", least, "maximum", most),
        value -> value instanceof Long number && number >= least && number <= most);
  }

  static Rule oneOf(String... words) {
    return new Simple(
        "one of " + String.join(", ", words),
        true,
        Map.of("type", "string", "enum", List.of(words)),
        value -> Arrays.asList(words).contains(value));
  }

  static Rule flag() {
    return new Simple("true or false", true, Map.of("type", "boolean"), Boolean.class::isInstance);
  }

  /// The schema of text.
  static Map<String, Object> ofText(int least, int most, Pattern pattern) {
    return Map.of(
        "type",
        "string",
        "minLength",
        least,
        "maxLength",
        most,
        "pattern",
        "^(?:" + pattern.pattern() + ")$");
  }

  default boolean fits(Object value) {
    var problems = new Problems();
    check("", value, problems);
    return problems.all().isEmpty();
  }
}
