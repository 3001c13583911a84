// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What `--format` says: a template in the language of Go, as `ibmcloud cr` and docker take them.
/// Of that language it understands fields, `if`, `else`, `range`, and the functions of
/// [GoExpression]; variables, pipes, `with` and `define` it refuses by name.
final class GoTemplate {
  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Value(GoExpression value) implements Part {}

    record If(GoExpression condition, List<Part> then, List<Part> otherwise) implements Part {}

    record Range(GoExpression list, List<Part> each, List<Part> none) implements Part {}
  }

  private final List<Part> parts;

  private GoTemplate(List<Part> parts) {
    this.parts = parts;
  }

  static GoTemplate parse(String text) {
    return new GoTemplate(new Reader(text).all());
  }

  /// Prints one line for each, and none for those that come out empty.
  void print(Console console, List<? extends Map<String, ?>> things) {
    for (Map<String, ?> thing : things) {
      var line = fill(thing);
      if (!line.isEmpty()) {
        console.print(line);
      }
    }
  }

  /// With the fields of one thing. Throws [CommandFailed] for a field that it has not.
  String fill(Map<String, ?> thing) {
    var out = new StringBuilder();
    write(parts, thing, thing, out);
    return out.toString();
  }

  private static void write(List<Part> parts, Object dot, Map<String, ?> thing, StringBuilder out) {
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(var text) -> out.append(text);
        case Part.Value(var value) -> out.append(GoValue.text(value.in(dot)));
        case Part.If(var condition, var then, var otherwise) ->
            write(GoValue.isTrue(condition.in(dot)) ? then : otherwise, dot, thing, out);
        case Part.Range(var list, var each, var none) -> {
          var values = GoValue.elements(list.in(dot));
          values.forEach(value -> write(each, value, thing, out));
          if (values.isEmpty()) {
            write(none, dot, thing, out);
          }
        }
      }
    }
  }

  /// Reads a template from left to right.
  private static final class Reader {
    private final String text;
    private int at;
    private String ending = "";

    Reader(String text) {
      this.text = text;
    }

    List<Part> all() {
      var parts = parts();
      if (!ending.isEmpty()) {
        throw GoExpression.wrong("has {{" + ending + "}} where nothing is open");
      }
      return parts;
    }

    /// Up to an `else` or an `end`, which it leaves in `ending`, or to the end of the text.
    private List<Part> parts() {
      var parts = new ArrayList<Part>();
      while (at < text.length()) {
        int open = text.indexOf("{{", at);
        literal(parts, open < 0 ? text.length() : open);
        if (open >= 0) {
          var action = action();
          if (action.equals("end") || action.equals("else") || action.startsWith("else ")) {
            ending = action;
            return parts;
          }
          action(parts, action);
        }
      }
      ending = "";
      return parts;
    }

    private void literal(List<Part> parts, int end) {
      var literal = text.substring(at, end);
      boolean trimmed = text.startsWith("{{- ", end);
      at = end;
      if (!literal.isEmpty()) {
        parts.add(new Part.Literal(unescaped(trimmed ? literal.stripTrailing() : literal)));
      }
    }

    /// People type `\t` and `\n` into a shell's quotes, and mean what docker makes of it.
    private static String unescaped(String literal) {
      return literal.replace("\\t", "\t").replace("\\n", "\n");
    }

    /// What is between these braces.
    private String action() {
      int close = text.indexOf("}}", at);
      if (close < 0) {
        throw GoExpression.wrong("has a {{ without a }}");
      }
      var inside = text.substring(at + 2, close);
      at = close + 2;
      if (inside.endsWith(" -")) {
        inside = inside.substring(0, inside.length() - 2);
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
          at++;
        }
      }
      return (inside.startsWith("- ") ? inside.substring(2) : inside).strip();
    }

    private void action(List<Part> parts, String action) {
      if (action.startsWith("if ")) {
        parts.add(condition(action.substring("if ".length())));
      } else if (action.startsWith("range ")) {
        var list = GoExpression.parse(action.substring("range ".length()));
        var each = parts();
        parts.add(new Part.Range(list, each, otherwise()));
      } else if (!action.startsWith("/*")) {
        parts.add(new Part.Value(GoExpression.parse(action)));
      }
    }

    private Part condition(String words) {
      var condition = GoExpression.parse(words);
      var then = parts();
      if (ending.startsWith("else if ")) {
        return new Part.If(
            condition, then, List.of(condition(ending.substring("else if ".length()))));
      }
      return new Part.If(condition, then, otherwise());
    }

    /// What follows an `else`; nothing when there was an `end` at once.
    private List<Part> otherwise() {
      var otherwise = ending.equals("else") ? parts() : List.<Part>of();
      if (!ending.equals("end")) {
        throw GoExpression.wrong("has an if or a range without an {{end}}");
      }
      return otherwise;
    }
  }
}
