// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A path into a JSON tree: `.items[*].metadata.name`, `['a.b']`, `[-1]`, `[0:2]`, `..image`, and
/// filters such as `[?(@.type=="Ready")]`.
record JsonPath(List<Step> steps) {

  sealed interface Step {
    record Name(String name) implements Step {}

    /// From `first` up to, but not with, `end`; negative numbers count from the end.
    record Slice(int first, int end) implements Step {}

    record All() implements Step {}

    /// The thing itself and all that is in it.
    record Everywhere() implements Step {}

    record Where(JsonPath left, String operator, String right) implements Step {}
  }

  static JsonPath parse(String text) {
    return new JsonPath(new Reader(text.strip()).steps());
  }

  /// What the path leads to. What is not there is left out.
  List<Object> in(Object tree) {
    var found = List.of(tree);
    for (Step step : steps) {
      var next = new ArrayList<Object>();
      for (Object each : found) {
        take(step, each, next);
      }
      found = next;
    }
    return found;
  }

  private static void take(Step step, Object from, List<Object> into) {
    switch (step) {
      case Step.Name(var name) -> {
        if (from instanceof Map<?, ?> map && map.get(name) != null) {
          into.add(map.get(name));
        }
      }
      case Step.Slice(int first, int end) -> {
        if (from instanceof List<?> list) {
          into.addAll(part(list, first, end));
        }
      }
      case Step.All() -> into.addAll(children(from));
      case Step.Everywhere() -> everywhere(from, into);
      case Step.Where(var left, var operator, var right) -> {
        for (Object child : children(from)) {
          if (holds(left.in(child), operator, right)) {
            into.add(child);
          }
        }
      }
    }
  }

  private static List<?> part(List<?> list, int first, int end) {
    int from = Math.clamp(first < 0 ? list.size() + (long) first : first, 0, list.size());
    int to = Math.clamp(end < 0 ? list.size() + (long) end + 1 : end, from, list.size());
    return first < 0 && list.size() + first < 0 ? List.of() : list.subList(from, to);
  }

  private static Collection<?> children(Object of) {
    return switch (of) {
      case Map<?, ?> map -> map.values();
      case List<?> list -> list;
      default -> List.of();
    };
  }

  private static void everywhere(Object from, List<Object> into) {
    into.add(from);
    for (Object child : children(from)) {
      if (child != null) {
        everywhere(child, into);
      }
    }
  }

  private static boolean holds(List<Object> left, String operator, String right) {
    if (operator.isEmpty()) {
      return !left.isEmpty();
    }
    boolean equal = !left.isEmpty() && textOf(left.getFirst()).equals(right);
    return operator.equals("==") == equal;
  }

  private static String textOf(Object value) {
    return value instanceof String text ? text : JsonText.compact(value);
  }

  /// Reads a path from left to right.
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
      this.at = text.startsWith("$") || text.startsWith("@") ? 1 : 0;
    }

    List<Step> steps() {
      var steps = new ArrayList<Step>();
      while (at < text.length()) {
        if (text.startsWith("..", at)) {
          steps.add(new Step.Everywhere());
          at += text.startsWith("..[", at) ? 2 : 1;
        } else if (text.charAt(at) == '[') {
          steps.add(bracket());
        } else {
          dot(steps);
        }
      }
      return steps;
    }

    private void dot(List<Step> steps) {
      if (text.charAt(at) == '.') {
        at++;
      }
      int end = at;
      while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
        end += text.charAt(end) == '\\' && end + 1 < text.length() ? 2 : 1;
      }
      var name = text.substring(at, end).replace("\\", "");
      at = end;
      if (!name.isEmpty()) {
        steps.add(name.equals("*") ? new Step.All() : new Step.Name(name));
      }
    }

    private Step bracket() {
      int end = close();
      var inside = text.substring(at + 1, end).strip();
      at = end + 1;
      if (inside.equals("*")) {
        return new Step.All();
      }
      if (inside.startsWith("?(") && inside.endsWith(")")) {
        return filter(inside.substring(2, inside.length() - 1));
      }
      if (inside.startsWith("'") || inside.startsWith("\"")) {
        return new Step.Name(inside.substring(1, inside.length() - 1));
      }
      return numbers(inside);
    }

    private int close() {
      int depth = 0;
      for (int i = at; i < text.length(); i++) {
        depth += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
        if (depth == 0) {
          return i;
        }
      }
      throw wrong("has a [ without a ]");
    }

    private static Step filter(String condition) {
      for (var operator : List.of("==", "!=")) {
        int found = condition.indexOf(operator);
        if (found > 0) {
          var right = condition.substring(found + 2).strip();
          boolean quoted = right.startsWith("\"") || right.startsWith("'");
          return new Step.Where(
              JsonPath.parse(condition.substring(0, found)),
              operator,
              quoted ? right.substring(1, right.length() - 1) : right);
        }
      }
      return new Step.Where(JsonPath.parse(condition), "", "");
    }

    private Step numbers(String inside) {
      int colon = inside.indexOf(':');
      if (colon < 0) {
        int index = number(inside, 0);
        return new Step.Slice(
            index, index == -1 ? Integer.MAX_VALUE : index < 0 ? index : index + 1);
      }
      int end = number(inside.substring(colon + 1), Integer.MAX_VALUE);
      return new Step.Slice(number(inside.substring(0, colon), 0), end < 0 ? end - 1 : end);
    }

    private int number(String digits, int ifEmpty) {
      if (digits.isBlank()) {
        return ifEmpty;
      }
      try {
        return Integer.parseInt(digits.strip());
      } catch (NumberFormatException notANumber) {
        throw wrong("has '" + digits + "' where a number should be");
      }
    }

    private CommandFailed wrong(String how) {
      return CommandFailed.misused("the JSONPath '" + text + "' " + how);
    }
  }
}
