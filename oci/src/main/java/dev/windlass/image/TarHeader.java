// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// The 512 bytes in front of each entry of a tar: numbers in octal, or in binary when they are too
/// big for that, and names of at most 100 bytes.
final class TarHeader {
  static final int BYTES = 512;
  private static final int SUM = 148;
  private static final int SUM_LENGTH = 8;

  private final byte[] block;

  private TarHeader(byte[] block) {
    this.block = block;
  }

  /// @param at where in the tar, for the message
  static TarHeader parse(byte[] block, long at) throws BadTar {
    var header = new TarHeader(block);
    if (!header.sumIsRight()) {
      throw new BadTar("invalid tar header at byte %,d".formatted(at));
    }
    return header;
  }

  /// A block that continues a header and has no sum of its own.
  static TarHeader parseUnchecked(byte[] block) {
    return new TarHeader(block);
  }

  static boolean isEmpty(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// The sum of all bytes, with spaces for the sum itself. Some old tars added signed bytes.
  private boolean sumIsRight() throws BadTar {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BYTES; i++) {
      byte b = i >= SUM && i < SUM + SUM_LENGTH ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long wanted = number(SUM, SUM_LENGTH);
    return wanted == unsigned || wanted == signed;
  }

  char type() {
    return (char) (block[156] & 0xff);
  }

  String name() {
    String prefix = isPosix() ? text(345, 155) : "";
    return prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
  }

  private boolean isPosix() {
    return text(257, 6).equals("ustar"); // GNU has "ustar  " here, and other fields at 345
  }

  String link() {
    return text(157, 100);
  }

  int mode() throws BadTar {
    return (int) number(100, 8) & 07777;
  }

  long user() throws BadTar {
    return number(108, 8);
  }

  long group() throws BadTar {
    return number(116, 8);
  }

  long size() throws BadTar {
    return number(124, 12);
  }

  long modified() throws BadTar {
    return number(136, 12);
  }

  int major() throws BadTar {
    return (int) number(329, 8);
  }

  int minor() throws BadTar {
    return (int) number(337, 8);
  }

  String text(int from, int most) {
    int end = from;
    while (end < from + most && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, ISO_8859_1);
  }

  byte at(int offset) {
    return block[offset];
  }

  long number(int from, int length) throws BadTar {
    return (block[from] & 0x80) != 0 ? binary(from, length) : octal(from, length);
  }

  private long binary(int from, int length) throws BadTar {
    boolean negative = (block[from] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = from; i < from + length; i++) {
      int b = i > from ? block[i] & 0xff : negative ? block[i] & 0xff : block[i] & 0x3f;
      if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
        throw new BadTar("invalid tar header: a number is too big");
      }
      value = value << 8 | b;
    }
    return value;
  }

  private long octal(int from, int length) throws BadTar {
    var digits = text(from, length).strip();
    if (digits.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new BadTar("invalid tar header: '%s' is not an octal number".formatted(digits), e);
    }
  }
}
