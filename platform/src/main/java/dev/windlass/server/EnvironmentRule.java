// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One environment variable, whose other fields depend on its type.
final class EnvironmentRule implements Rule {
  private static final int LONGEST_VALUE = 1 << 20;
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "literal", List.of("name", "value"),
          "secret_full_reference", List.of("reference"),
          "config_map_full_reference", List.of("reference"),
          "secret_key_reference", List.of("name", "reference", "key"),
          "config_map_key_reference", List.of("name", "reference", "key"));

  private static final Shape SHAPE =
      Shape.of("an environment variable")
          .may(
              "type",
              Rule.oneOf(
                  "literal",
                  "secret_full_reference",
                  "secret_key_reference",
                  "config_map_full_reference",
                  "config_map_key_reference"))
          .may("name", Names.OF_KEY)
          .may("value", Rule.hidden(LONGEST_VALUE))
          .may("reference", Names.OF_REFERENCE)
          .may("key", Names.OF_KEY)
          .may("prefix", Names.OF_PREFIX);

  @Override
  public String allowed() {
    return SHAPE.allowed();
  }

  @Override
  public Map<String, Object> schema() {
    return SHAPE.schema();
  }

  @Override
  public void check(String field, Object value, Problems problems) {
    SHAPE.check(field, value, problems);
    if (value instanceof Map<?, ?> variable) {
      Object type = variable.containsKey("type") ? variable.get("type") : "literal";
      NEEDED.getOrDefault(type, List.of()).stream()
          .filter(needed -> !variable.containsKey(needed))
          .forEach(needed -> problems.missing(field + "." + needed, "there for the type " + type));
    }
  }

  /// With the type where it was left out.
  static Map<String, Object> complete(Map<String, Object> workload) {
    if (!(workload.get("run_env_variables") instanceof List<?> variables)) {
      return workload;
    }
    var complete = new LinkedHashMap<>(workload);
    complete.put("run_env_variables", variables.stream().map(EnvironmentRule::typed).toList());
    return complete;
  }

  private static Object typed(Object variable) {
    return MergePatch.apply(Map.of("type", "literal"), members(variable));
  }

  private static Map<String, Object> members(Object variable) {
    var members = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) variable).forEach((key, value) -> members.put((String) key, value));
    return members;
  }
}
