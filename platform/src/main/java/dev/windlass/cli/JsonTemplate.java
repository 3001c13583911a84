// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JSONPath template as kubectl has them: `{.metadata.name}`, text around the braces, `{"\n"}`,
/// and `{range .items[*]}…{end}`. A lone path may leave the braces out.
final class JsonTemplate {
  private sealed interface Part {
    record Literal(String text) implements Part {}

    record Value(JsonPath path) implements Part {}

    record Range(JsonPath path, List<Part> body) implements Part {}
  }

  private final List<Part> parts;

  private JsonTemplate(List<Part> parts) {
    this.parts = parts;
  }

  static JsonTemplate parse(String text) {
    var reader = new Reader(text.contains("{") ? text : "{" + text + "}");
    return new JsonTemplate(reader.parts(false));
  }

  /// Values next to each other have a blank between them; what is not there is empty.
  String asText(Object tree) {
    var out = new StringBuilder();
    write(parts, tree, out);
    return out.toString();
  }

  /// All values in one list.
  String asJson(Object tree) {
    var values = new ArrayList<@Nullable Object>();
    collect(parts, tree, values);
    return JsonText.pretty(values);
  }

  private static void write(List<Part> parts, Object tree, StringBuilder out) {
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(var text) -> out.append(text);
        case Part.Value(var path) -> out.append(String.join(" ", texts(path.in(tree))));
        case Part.Range(var path, var body) -> {
          for (Object each : path.in(tree)) {
            write(body, each, out);
          }
        }
      }
    }
  }

  private static void collect(List<Part> parts, Object tree, List<@Nullable Object> values) {
    for (Part part : parts) {
      switch (part) {
        case Part.Literal(_) -> {}
        case Part.Value(var path) -> values.addAll(path.in(tree));
        case Part.Range(var path, var body) -> {
          for (Object each : path.in(tree)) {
            collect(body, each, values);
          }
        }
      }
    }
  }

  private static List<String> texts(List<Object> values) {
    var texts = new ArrayList<String>();
    for (Object value : values) {
      texts.add(value instanceof String text ? text : JsonText.compact(value));
    }
    return texts;
  }

  /// Reads a template from left to right.
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<Part> parts(boolean inRange) {
      var parts = new ArrayList<Part>();
      while (at < text.length()) {
        if (text.charAt(at) != '{') {
          parts.add(new Part.Literal(literal()));
          continue;
        }
        var inside = braces();
        if (inside.equals("end")) {
          if (!inRange) {
            throw wrong("has an {end} without a {range}");
          }
          return parts;
        }
        parts.add(part(inside));
      }
      if (inRange) {
        throw wrong("has a {range} without an {end}");
      }
      return parts;
    }

    private Part part(String inside) {
      if (inside.startsWith("range ")) {
        return new Part.Range(JsonPath.parse(inside.substring("range ".length())), parts(true));
      }
      if (inside.startsWith("\"") || inside.startsWith("'")) {
        return new Part.Literal(unquoted(inside));
      }
      return new Part.Value(JsonPath.parse(inside));
    }

    private String literal() {
      int brace = text.indexOf('{', at);
      int end = brace < 0 ? text.length() : brace;
      var literal = text.substring(at, end);
      at = end;
      return literal;
    }

    /// What is between this brace and the one that closes it, quotes respected.
    private String braces() {
      char quote = 0;
      for (int i = at + 1; i < text.length(); i++) {
        char c = text.charAt(i);
        if (quote != 0) {
          quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
          quote = c;
        } else if (c == '}') {
          var inside = text.substring(at + 1, i).strip();
          at = i + 1;
          return inside;
        }
      }
      throw wrong("has a { without a }");
    }

    private static String unquoted(String quoted) {
      return quoted
          .substring(1, quoted.length() - 1)
          .replace("\\n", "\n")
          .replace("\\t", "\t")
          .replace("\\\"", "\"");
    }

    private CommandFailed wrong(String how) {
      return CommandFailed.misused("the JSONPath '" + text + "' " + how);
    }
  }
}
