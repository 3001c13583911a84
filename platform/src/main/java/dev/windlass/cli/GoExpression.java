// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in the braces of a [GoTemplate]: a field such as `.Size` or `.Config.Env`, `.` for
/// the thing itself, a text, a number, or a function of such: `not and or eq ne lt le gt ge len
/// index json`. Parentheses group.
sealed interface GoExpression {
  List<String> FUNCTIONS =
      List.of("not", "and", "or", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "json");

  /// Its value where the dot is this.
  Object in(Object dot);

  record Constant(Object value) implements GoExpression {
    @Override
    public Object in(Object dot) {
      return value;
    }
  }

  record Field(List<String> path) implements GoExpression {
    @Override
    public Object in(Object dot) {
      var value = dot;
      for (int i = 0; i < path.size(); i++) {
        value = step(value, path.get(i), i == 0 && value instanceof Map<?, ?>);
      }
      return value;
    }

    private static Object step(Object value, String name, boolean known) {
      if (!(value instanceof Map<?, ?> map)) {
        return "";
      }
      if (known && !map.containsKey(name)) {
        throw wrong("names the field ." + name + "; there are ." + String.join(", .", names(map)));
      }
      return Objects.requireNonNullElse(map.get(name), "");
    }

    private static List<String> names(Map<?, ?> map) {
      return map.keySet().stream().map(String::valueOf).sorted().toList();
    }
  }

  record Call(String function, List<GoExpression> arguments) implements GoExpression {
    @Override
    public Object in(Object dot) {
      var first = arguments.getFirst().in(dot);
      return switch (function) {
        case "not" -> !GoValue.isTrue(first);
        case "and" -> GoValue.isTrue(first) ? last(dot) : first;
        case "or" -> GoValue.isTrue(first) ? first : last(dot);
        case "len" -> (long) GoValue.length(first);
        case "json" -> JsonText.compact(first);
        case "index" -> GoValue.at(first, last(dot));
        case "eq" -> GoValue.isEqual(first, last(dot));
        case "ne" -> !GoValue.isEqual(first, last(dot));
        case "lt" -> GoValue.compare(first, last(dot)) < 0;
        case "le" -> GoValue.compare(first, last(dot)) <= 0;
        case "gt" -> GoValue.compare(first, last(dot)) > 0;
        case "ge" -> GoValue.compare(first, last(dot)) >= 0;
        default -> throw new IllegalStateException(function);
      };
    }

    private Object last(Object dot) {
      return arguments.getLast().in(dot);
    }
  }

  static GoExpression parse(String words) {
    var reader = new Reader(words);
    var expression = reader.expression();
    if (reader.more()) {
      throw wrong("has '" + words + "', in which '" + reader.word() + "' is one too many");
    }
    return expression;
  }

  static CommandFailed wrong(String how) {
    return CommandFailed.misused("the template of --format " + how);
  }

  /// Reads an expression word by word.
  final class Reader {
    private static final Pattern WORD =
        Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|[()|]|[^\\s()|]+)");

    private final String words;
    private final List<String> queue = new ArrayList<>();

    Reader(String words) {
      this.words = words;
      Matcher matcher = WORD.matcher(words);
      while (matcher.lookingAt()) {
        queue.add(matcher.group(1));
        matcher.region(matcher.end(), words.length());
      }
    }

    boolean more() {
      return !queue.isEmpty() && !queue.getFirst().equals(")");
    }

    String word() {
      return queue.getFirst();
    }

    GoExpression expression() {
      if (!more()) {
        throw wrong("has empty braces");
      }
      return FUNCTIONS.contains(word()) ? call(queue.removeFirst()) : operand();
    }

    private GoExpression call(String function) {
      var arguments = new ArrayList<GoExpression>();
      while (more()) {
        arguments.add(operand());
      }
      boolean single = List.of("not", "len", "json").contains(function);
      if (arguments.size() != (single ? 1 : 2)) {
        throw wrong(
            "has '"
                + words
                + "', in which "
                + function
                + " needs "
                + (single ? "one" : "two")
                + " values");
      }
      return new Call(function, arguments);
    }

    private GoExpression operand() {
      var word = queue.removeFirst();
      if (word.equals("(")) {
        var inside = expression();
        if (queue.isEmpty()) {
          throw wrong("has '" + words + "', in which a ( has no )");
        }
        queue.removeFirst();
        return inside;
      }
      return word.startsWith(".") ? field(word) : constant(word);
    }

    private static GoExpression field(String word) {
      return new Field(word.equals(".") ? List.of() : List.of(word.substring(1).split("\\.", -1)));
    }

    private GoExpression constant(String word) {
      if (word.length() > 1 && (word.startsWith("\"") || word.startsWith("`"))) {
        var text = word.substring(1, word.length() - 1);
        return new Constant(word.startsWith("`") ? text : text.translateEscapes());
      }
      if (word.equals("true") || word.equals("false")) {
        return new Constant(Boolean.valueOf(word));
      }
      if (word.matches("-?[0-9]{1,18}")) {
        return new Constant(Long.valueOf(word));
      }
      throw wrong(
          "has '"
              + words
              + "', and '"
              + word
              + "' is not supported; there are fields, if, else, range, end, and "
              + String.join(", ", FUNCTIONS));
    }
  }
}
