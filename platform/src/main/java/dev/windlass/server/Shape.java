// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The fields of an object: which there must be, which there may be, and what each may hold.
final class Shape implements Rule {
  private final String thing;
  private final Map<String, Rule> fields = new LinkedHashMap<>();
  private final Set<String> needed = new HashSet<>();
  private final Set<String> ignored = new HashSet<>();

  private Shape(String thing) {
    this.thing = thing;
  }

  /// @param thing with its article: `an app`
  static Shape of(String thing) {
    return new Shape(thing);
  }

  Shape needs(String field, Rule rule) {
    needed.add(field);
    return may(field, rule);
  }

  Shape may(String field, Rule rule) {
    fields.put(field, rule);
    return this;
  }

  Shape may(Map<String, Rule> more) {
    fields.putAll(more);
    return this;
  }

  /// Fields that only answers have: whoever changes what he read may send them back.
  Shape ignores(Set<String> names) {
    ignored.addAll(names);
    return this;
  }

  @Override
  public String allowed() {
    return thing;
  }

  @Override
  public Map<String, Object> schema() {
    var schema = partial();
    if (!needed.isEmpty()) {
      schema.put("required", needed.stream().sorted().toList());
    }
    return schema;
  }

  /// Of a change, in which nothing needs to be and null takes away.
  Map<String, Object> partial() {
    var properties = new TreeMap<String, Object>();
    fields.forEach((name, rule) -> properties.put(name, rule.schema()));
    var schema = new TreeMap<String, Object>();
    schema.put("type", "object");
    schema.put("description", thing);
    schema.put("properties", properties);
    return schema;
  }

  /// A copy without the ignored fields.
  Map<String, Object> heeded(Map<String, Object> body) {
    var heeded = new LinkedHashMap<>(body);
    heeded.keySet().removeAll(ignored);
    return heeded;
  }

  void check(Map<String, Object> body, Problems problems) {
    check("", body, problems);
  }

  @Override
  public void check(String field, Object value, Problems problems) {
    if (!(value instanceof Map<?, ?> body)) {
      problems.invalid(field, value, thing);
      return;
    }
    String before = field.isEmpty() ? "" : field + ".";
    body.forEach((name, content) -> member(before, (String) name, content, problems));
    fields.keySet().stream()
        .filter(name -> needed.contains(name) && !body.containsKey(name))
        .forEach(name -> problems.missing(before + name, rule(name).allowed()));
  }

  private void member(String before, String name, Object content, Problems problems) {
    if (fields.containsKey(name)) {
      rule(name).check(before + name, content, problems);
    } else if (!ignored.contains(name)) {
      problems.unknown(
          before + name, thing, "its fields are " + String.join(", ", fields.keySet()));
    }
  }

  private Rule rule(String name) {
    Rule rule = fields.get(name);
    if (rule == null) {
      throw new IllegalStateException("no rule for " + name);
    }
    return rule;
  }
}
