// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which part of some bytes a client wants.
sealed interface ByteRange {
  /// At most 18 digits, so that they fit into a long.
  Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /// All of them. Also the answer to ranges that we do not do, as RFC 9110 allows.
  record All() implements ByteRange {}

  record Part(long from, long length) implements ByteRange {}

  /// There are no such bytes.
  record Outside() implements ByteRange {}

  static ByteRange of(Optional<String> header, long size) {
    return header
        .map(SINGLE::matcher)
        .filter(Matcher::matches)
        .map(m -> of(m.group(1), m.group(2), size))
        .orElseGet(All::new);
  }

  private static ByteRange of(String first, String last, long size) {
    if (first.isEmpty()) {
      return last.isEmpty() ? new All() : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
    return from > to ? new Outside() : new Part(from, to - from + 1);
  }

  private static ByteRange suffix(long wanted, long size) {
    long length = Math.min(wanted, size);
    return length == 0 ? new Outside() : new Part(size - length, length);
  }
}
