// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;
import java.util.ArrayList;
import java.util.List;

/// Collects all that is wrong, so that it can be told at once.
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void missing(String field, String allowed) {
    add("missing_field", field, "%s is missing; it needs to be %s".formatted(field, allowed));
  }

  void unknown(String field, String thing, String advice) {
    add("unknown_field", field, "%s is not a field of %s; %s".formatted(field, thing, advice));
  }

  void invalid(String field, Object value, String allowed) {
    invalid(field, "%s is %s; it needs to be %s".formatted(field, Shown.of(value), allowed));
  }

  void invalid(String field, String message) {
    invalid(field, message, Cause.SETTING_INVALID, "");
  }

  void invalid(String field, String message, Cause cause, String fix) {
    found.add(new Problem("invalid_field", message, field).because(cause, fix));
  }

  private void add(String code, String field, String message) {
    found.add(new Problem(code, message, field).because(Cause.SETTING_INVALID, ""));
  }

  /// Whether nothing is wrong with any of these fields.
  boolean fine(String... fields) {
    List<String> asked = List.of(fields);
    return found.stream().noneMatch(problem -> asked.contains(problem.field()));
  }

  List<Problem> all() {
    return List.copyOf(found);
  }

  static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new Refused(400, problems);
    }
  }
}
