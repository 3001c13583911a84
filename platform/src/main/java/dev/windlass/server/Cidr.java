// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A range of IPv4 addresses, such as `10.0.0.0/8` (RFC 4632).
///
/// @param base its first address, as a number
/// @param bits how many leading bits all of it have in common
record Cidr(long base, int bits) {
  static final Cidr ALL = new Cidr(0, 0);
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
  private static final int MOST_BITS = 32;
  private static final int MOST_PART = 255;

  /// A rule for fields that hold one.
  static final Rule RULE =
      new Rule.Simple(
          "a range of IPv4 addresses such as 10.0.0.0/8, with no bits set after the prefix",
          true,
          Map.of("type", "string", "pattern", "^" + FORM.pattern() + "$"),
          value -> value instanceof String text && parse(text).isPresent());

  static Optional<Cidr> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long base = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(parts.group(i));
      if (part > MOST_PART) {
        return Optional.empty();
      }
      base = base << 8 | part;
    }
    int bits = Integer.parseInt(parts.group(5));
    return bits <= MOST_BITS && (base & ~mask(bits) & 0xffff_ffffL) == 0
        ? Optional.of(new Cidr(base, bits))
        : Optional.empty();
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (MOST_BITS - bits) & 0xffff_ffffL;
  }

  /// Whether all of the other is in this.
  boolean covers(Cidr other) {
    return bits <= other.bits && (other.base & mask(bits)) == base;
  }
}
