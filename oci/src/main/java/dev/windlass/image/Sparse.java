// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.TarEntry.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The map of a file with holes, in the four ways that GNU tar has had of writing it down.
///
/// @param stored bytes of the map itself, in front of the content
record Sparse(List<Extent> extents, long length, long stored) {
  private static final int MOST_EXTENTS = 1 << 20;
  private static final int OLD_IN_HEADER = 4;
  private static final int OLD_IN_EXTENSION = 21;
  private static final int OLD_EXTENT = 24;

  /// Where the bytes of a tar come from.
  interface Blocks {
    byte[] block() throws IOException;
  }

  /// Type `S`: the first four pieces in the header, more in blocks behind it.
  static Sparse old(TarHeader header, Blocks more) throws IOException {
    var numbers = new ArrayList<Long>();
    oldExtents(header, 386, OLD_IN_HEADER, numbers);
    boolean continues = header.at(482) != 0;
    while (continues) {
      var block = TarHeader.parseUnchecked(more.block());
      oldExtents(block, 0, OLD_IN_EXTENSION, numbers);
      continues = block.at(504) != 0;
    }
    return of(numbers, header.number(483, 12), 0);
  }

  private static void oldExtents(TarHeader block, int from, int count, List<Long> numbers)
      throws BadTar {
    for (int i = 0; i < count; i++) {
      int at = from + i * OLD_EXTENT;
      if (block.at(at) == 0 && block.at(at + 12) == 0) {
        return;
      }
      add(numbers, block.number(at, 12));
      add(numbers, block.number(at + 12, 12));
    }
  }

  /// PAX 0.0 and 0.1: in the extended header.
  static Sparse listed(Pax pax) throws BadTar {
    var numbers = new ArrayList<>(pax.sparse());
    if (numbers.isEmpty()) {
      for (var number : pax.text("GNU.sparse.map").orElse("").split(",", -1)) {
        if (!number.isEmpty()) {
          add(numbers, Pax.number("GNU.sparse.map", number));
        }
      }
    }
    return of(numbers, pax.number("GNU.sparse.size", 0), 0);
  }

  /// PAX 1.0: lines of numbers in front of the content, filled up to whole blocks.
  static Sparse leading(Pax pax, Blocks content) throws IOException {
    var lines = new Lines(content);
    long count = lines.number();
    if (count < 0 || count > MOST_EXTENTS) {
      throw new BadTar("a sparse file with %,d pieces".formatted(count));
    }
    var numbers = new ArrayList<Long>();
    for (long i = 0; i < 2 * count; i++) {
      add(numbers, lines.number());
    }
    return of(numbers, pax.number("GNU.sparse.realsize", 0), lines.read);
  }

  private static void add(List<Long> numbers, long number) throws BadTar {
    if (numbers.size() >= 2 * MOST_EXTENTS) {
      throw new BadTar("a sparse file with more than %,d pieces".formatted(MOST_EXTENTS));
    }
    numbers.add(number);
  }

  private static Sparse of(List<Long> numbers, long length, long stored) throws BadTar {
    var extents = new ArrayList<Extent>();
    long end = 0;
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      long offset = numbers.get(i);
      long bytes = numbers.get(i + 1);
      if (offset < end || bytes < 0 || bytes > length - offset) {
        throw new BadTar("a sparse file whose pieces overlap or stick out");
      }
      end = offset + bytes;
      if (bytes > 0) {
        extents.add(new Extent(offset, bytes));
      }
    }
    return new Sparse(extents, length, stored);
  }

  /// Reads decimal numbers, one a line, out of blocks.
  private static final class Lines {
    private static final int MOST_DIGITS = 19;
    private final Blocks content;
    private byte[] block = new byte[0];
    private int at;
    private long read;

    Lines(Blocks content) {
      this.content = content;
    }

    long number() throws IOException {
      var digits = new StringBuilder();
      for (char c = next(); c != '\n'; c = next()) {
        if (digits.length() >= MOST_DIGITS) {
          throw new BadTar("a sparse file with a broken map");
        }
        digits.append(c);
      }
      return Pax.number("a sparse file's map", digits.toString());
    }

    private char next() throws IOException {
      if (at == block.length) {
        block = content.block();
        read += block.length;
        at = 0;
      }
      return (char) (block[at++] & 0xff);
    }
  }
}
