// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON that somebody sent: strictly, never deeper than a limit, and able to say where it
/// went wrong. Gives maps, lists, strings, longs, decimals, booleans, and [Null#NULL].
final class JsonText {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 40;

  /// JSON's null, so that no real one travels through the code.
  enum Null {
    NULL
  }

  /// The text is not JSON. The message says what was found where.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  private final String text;
  private int at;
  private int depth;

  private JsonText(String text) {
    this.text = text;
  }

  static Object parse(String text) throws Malformed {
    var reader = new JsonText(text);
    Object value = reader.value();
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.malformed("the end of the document");
    }
    return value;
  }

  private Object value() throws Malformed {
    blanks();
    return switch (here()) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", Null.NULL);
      default -> number();
    };
  }

  private interface Part {
    Object read() throws Malformed;
  }

  private Object nested(Part part) throws Malformed {
    if (++depth > DEEPEST) {
      throw malformed("at most " + DEEPEST + " levels");
    }
    at++;
    Object value = part.read();
    depth--;
    return value;
  }

  private Map<String, Object> object() throws Malformed {
    var members = new LinkedHashMap<String, Object>();
    if (skip('}')) {
      return members;
    }
    do {
      blanks();
      int begin = at;
      String key = string();
      expect(':');
      if (members.put(key, value()) != null) {
        at = begin;
        throw malformed("each key only once");
      }
    } while (skip(','));
    expect('}');
    return members;
  }

  private List<Object> array() throws Malformed {
    var items = new ArrayList<Object>();
    if (skip(']')) {
      return items;
    }
    do {
      items.add(value());
    } while (skip(','));
    expect(']');
    return items;
  }

  private String string() throws Malformed {
    if (here() != '"') {
      throw malformed("a \"");
    }
    at++;
    var read = new StringBuilder();
    while (here() != '"') {
      read.append(character());
    }
    at++;
    return read.toString();
  }

  private char character() throws Malformed {
    char c = here();
    if (c < ' ') {
      throw malformed(at < text.length() ? "an escape such as \\n" : "a closing \"");
    }
    at++;
    return c == '\\' ? escaped() : c;
  }

  private char escaped() throws Malformed {
    char c = here();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw malformed("one of \" \\ / b f n r t u after the \\");
      }
    };
  }

  private char unicode() throws Malformed {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(here(), 16);
      if (digit < 0) {
        throw malformed("four hex digits after \\u");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Object word(String word, Object value) throws Malformed {
    if (!text.startsWith(word, at)) {
      throw malformed("a value");
    }
    at += word.length();
    return value;
  }

  private Object number() throws Malformed {
    Matcher matcher =
        NUMBER.matcher(text).region(at, Math.min(text.length(), at + LONGEST_NUMBER + 1));
    if (!matcher.lookingAt()) {
      throw malformed("a value");
    }
    if (matcher.group().length() > LONGEST_NUMBER) {
      throw malformed("a number of at most " + LONGEST_NUMBER + " digits");
    }
    at = matcher.end();
    return numeric(matcher.group());
  }

  private static Object numeric(String digits) {
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException fractionOrHuge) {
      return new BigDecimal(digits);
    }
  }

  private boolean skip(char wanted) {
    blanks();
    if (here() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) throws Malformed {
    if (!skip(wanted)) {
      throw malformed("a " + wanted);
    }
  }

  private void blanks() {
    while (" \t\r\n".indexOf(here()) >= 0) {
      at++;
    }
  }

  /// The next character; NUL, which JSON has nowhere, at the end.
  private char here() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private Malformed malformed(String wanted) {
    String before = text.substring(0, Math.min(at, text.length()));
    long line = 1 + before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n');
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new Malformed(
        "line %d, column %d: found %s where %s is expected".formatted(line, column, found, wanted));
  }
}
