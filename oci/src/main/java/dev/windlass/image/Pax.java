// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an extended header says about the entry behind it: `LENGTH KEY=VALUE` lines, in which a
/// value may hold any byte. Kept as one character for each byte.
record Pax(Map<String, String> values, List<Long> sparse) {
  static final Pax NONE = new Pax(Map.of(), List.of());
  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final Pattern TIME = Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{0,20})?");

  static Pax parse(byte[] bytes) throws BadTar {
    var values = new LinkedHashMap<String, String>();
    var sparse = new ArrayList<Long>();
    var text = new String(bytes, ISO_8859_1);
    int at = 0;
    while (at < text.length() && text.charAt(at) != 0) {
      int space = text.indexOf(' ', at);
      int end = space < 0 ? -1 : at + length(text.substring(at, space));
      int equals = text.indexOf('=', at);
      if (end <= space || end > text.length() || equals < space || equals >= end) {
        throw new BadTar("invalid tar header: broken extended header");
      }
      var key = text.substring(space + 1, equals);
      var value = text.substring(equals + 1, end - 1);
      values.put(key, value);
      if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
        sparse.add(number(key, value)); // the one key that comes more than once, in order
      }
      at = end;
    }
    return new Pax(values, sparse);
  }

  private static int length(String digits) throws BadTar {
    return (int) Math.min(number("length", digits), 1 << 30);
  }

  /// What both say; where they disagree, the other.
  Pax and(Pax other) {
    if (values.isEmpty()) {
      return other;
    }
    if (other.values.isEmpty()) {
      return new Pax(values, other.sparse);
    }
    var both = new LinkedHashMap<>(values);
    both.putAll(other.values);
    return new Pax(both, other.sparse);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  long number(String key, long otherwise) throws BadTar {
    var value = text(key);
    return value.isPresent() ? number(key, value.get()) : otherwise;
  }

  static long number(String key, String value) throws BadTar {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new BadTar("invalid tar header: %s is '%s'".formatted(key, value), e);
    }
  }

  /// Seconds and their fraction.
  Optional<BigDecimal> modified() throws BadTar {
    var value = text("mtime");
    if (value.isPresent() && !TIME.matcher(value.get()).matches()) { // 1e999999999 takes for ever
      throw new BadTar("invalid tar header: mtime is '%s'".formatted(value.get()));
    }
    return value.map(BigDecimal::new);
  }

  Map<String, byte[]> attributes() {
    var attributes = new LinkedHashMap<String, byte[]>();
    values.forEach((key, value) -> {
      if (key.startsWith(ATTRIBUTE)) {
        attributes.put(key.substring(ATTRIBUTE.length()), value.getBytes(ISO_8859_1));
      }
    });
    return attributes;
  }
}
