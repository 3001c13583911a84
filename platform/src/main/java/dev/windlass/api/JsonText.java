// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Jsonb;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes trees of maps, lists, texts, numbers, booleans and nulls as JSON. A record of the wire
/// stands for its own JSON, without its nulls.
public final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private final boolean pretty;

  private JsonText(boolean pretty) {
    this.pretty = pretty;
  }

  public static String compact(@Nullable Object tree) {
    return new JsonText(false).value(tree, 0).out.toString();
  }

  /// Indented by two spaces.
  public static String pretty(@Nullable Object tree) {
    return new JsonText(true).value(tree, 0).out.toString();
  }

  private JsonText value(@Nullable Object value, int depth) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> map(map, depth);
      case List<?> list -> list(list, depth);
      case String text -> text(text);
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      case Object leaf -> record(leaf, depth);
    }
    return this;
  }

  private void record(Object leaf, int depth) {
    var json = Jsonb.instance().toJson(leaf);
    if (pretty) {
      value(Jsonb.instance().type(Object.class).fromJson(json), depth);
    } else {
      out.append(json);
    }
  }

  private void map(Map<?, ?> map, int depth) {
    out.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
      var entry = i.next();
      line(depth + 1);
      text(String.valueOf(entry.getKey()));
      out.append(pretty ? ": " : ":");
      value(entry.getValue(), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    end(map.isEmpty(), depth, '}');
  }

  private void list(List<?> list, int depth) {
    out.append('[');
    for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
      line(depth + 1);
      value(i.next(), depth + 1);
      out.append(i.hasNext() ? "," : "");
    }
    end(list.isEmpty(), depth, ']');
  }

  private void end(boolean empty, int depth, char bracket) {
    if (!empty) {
      line(depth);
    }
    out.append(bracket);
  }

  private void line(int depth) {
    if (pretty) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(Character.forDigit(c >> 4, 16));
          out.append(Character.forDigit(c & 15, 16));
        } else {
          out.append(c);
        }
      }
    }
  }
}
