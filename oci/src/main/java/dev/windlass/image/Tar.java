// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.windlass.image.Failure.BadLayer.Flaw;
import dev.windlass.image.TarEntry.Extent;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// Reads a tar from front to back: ustar, GNU and PAX. For one thread.
///
/// Not commons-compress, because that makes strings of all names and values on the way: a file
/// capability, which is bytes, or a name that is no UTF-8, does not survive it.
final class Tar {
  private final Pieces in;
  private final Limits limits;
  private Pax everywhere = Pax.NONE;
  private long everywhereBytes; // that said so
  private long at;
  private long left; // of the content of the entry that was returned last
  private long padding; // behind it

  Tar(Pieces in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// The next entry, empty at the end. Skips what was not read of the one before.
  Optional<TarEntry> next() throws IOException {
    skipContent();
    var pax = Pax.NONE;
    long paxBytes = 0;
    var longName = Optional.<String>empty();
    var longLink = Optional.<String>empty();
    while (true) {
      var block = headerBlock();
      if (block.isEmpty()) {
        return Optional.empty();
      }
      var header = TarHeader.parse(block.get(), at - TarHeader.BYTES);
      switch (header.type()) {
        case 'x', 'X' -> {
          byte[] text = text(header);
          paxBytes = added(paxBytes, text);
          pax = pax.and(Pax.parse(text));
        }
        case 'g' -> {
          byte[] text = text(header);
          everywhereBytes = added(everywhereBytes, text);
          everywhere = everywhere.and(Pax.parse(text));
        }
        case 'L' -> longName = Optional.of(untilNull(text(header)));
        case 'K' -> longLink = Optional.of(untilNull(text(header)));
        case 'V' -> skip(header.size() + padding(header.size())); // the label of a tape
        default -> {
          return Optional.of(entry(header, everywhere.and(pax), longName, longLink));
        }
      }
    }
  }

  /// The next piece of the content of the entry that was returned last; empty at its end. Good
  /// until the next call of anything here.
  MemorySegment content(long most) throws IOException {
    if (left == 0) {
      return MemorySegment.NULL;
    }
    var piece = in.next(Math.min(most, left));
    if (piece.byteSize() == 0) {
      throw ended();
    }
    left -= piece.byteSize();
    at += piece.byteSize();
    return piece;
  }

  private BadTar ended() {
    return new BadTar("the tar ends in the middle of a file, at byte %,d".formatted(at));
  }

  private Optional<byte[]> headerBlock() throws IOException {
    byte[] block = new byte[TarHeader.BYTES];
    int length = fill(block);
    if (length == 0 || (length == TarHeader.BYTES && TarHeader.isEmpty(block))) {
      return Optional.empty();
    }
    if (length < TarHeader.BYTES) {
      throw new BadTar("invalid tar header at byte %,d: the tar ends".formatted(at));
    }
    return Optional.of(block);
  }

  private TarEntry entry(
      TarHeader header, Pax pax, Optional<String> longName, Optional<String> longLink)
      throws IOException {
    var name = pax.text("path").or(() -> longName).orElse(header.name());
    var type = type(header, name);
    left = type == TarEntry.Type.FILE ? content(header, pax) : skippedContent(header, pax, type);
    padding = padding(left);
    var sparse = sparse(header, pax);
    var modified = pax.modified().orElse(BigDecimal.valueOf(header.modified()));
    var seconds = modified.setScale(0, RoundingMode.FLOOR);
    return new TarEntry(
        type,
        pax.text("GNU.sparse.name").orElse(name),
        pax.text("linkpath").or(() -> longLink).orElse(header.link()),
        header.mode(),
        id(pax.number("uid", header.user())),
        id(pax.number("gid", header.group())),
        seconds.longValue(),
        modified.subtract(seconds).movePointRight(9).intValue(),
        header.major(),
        header.minor(),
        sparse.extents(),
        sparse.length(),
        pax.attributes());
  }

  private static TarEntry.Type type(TarHeader header, String name) throws BadTar {
    return switch (header.type()) {
      case '0', '\0', '7', 'S' -> name.endsWith("/") ? TarEntry.Type.FOLDER : TarEntry.Type.FILE;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMBOLIC_LINK;
      case '3' -> TarEntry.Type.CHARACTER_DEVICE;
      case '4' -> TarEntry.Type.BLOCK_DEVICE;
      case '5' -> TarEntry.Type.FOLDER;
      case '6' -> TarEntry.Type.FIFO;
      default ->
          throw new BadTar(
              "invalid tar header: an entry of the unknown type '%c'".formatted(header.type()));
    };
  }

  private static long content(TarHeader header, Pax pax) throws BadTar {
    long size = pax.number("size", header.size());
    if (size < 0) {
      throw new BadTar("invalid tar header: a size below zero");
    }
    return size;
  }

  /// Links and folders have no content, but some tars give links a size without any bytes.
  private static long skippedContent(TarHeader header, Pax pax, TarEntry.Type type) throws BadTar {
    return type == TarEntry.Type.FOLDER || type == TarEntry.Type.FIFO ? content(header, pax) : 0;
  }

  private Sparse sparse(TarHeader header, Pax pax) throws IOException {
    var sparse =
        header.type() == 'S'
            ? Sparse.old(header, this::block)
            : pax.text("GNU.sparse.major").isPresent()
                ? Sparse.leading(pax, this::contentBlock)
                : pax.text("GNU.sparse.size").isPresent() ? Sparse.listed(pax) : plain();
    if (sparse.extents().stream().mapToLong(Extent::length).sum() > left) {
      throw new BadTar("a sparse file with less content than its map says");
    }
    return sparse;
  }

  private Sparse plain() {
    return new Sparse(left == 0 ? List.of() : List.of(new Extent(0, left)), left, 0);
  }

  private byte[] block() throws IOException {
    byte[] block = new byte[TarHeader.BYTES];
    if (fill(block) < TarHeader.BYTES) {
      throw ended();
    }
    return block;
  }

  /// Reads as much as there is room for, and returns how much there was.
  private int fill(byte[] bytes) throws IOException {
    int filled = 0;
    while (filled < bytes.length) {
      var piece = in.next(bytes.length - filled);
      int length = (int) piece.byteSize();
      if (length == 0) {
        break;
      }
      MemorySegment.copy(piece, ValueLayout.JAVA_BYTE, 0, bytes, filled, length);
      filled += length;
    }
    at += filled;
    return filled;
  }

  private byte[] contentBlock() throws IOException {
    if (left < TarHeader.BYTES) {
      throw new BadTar("a sparse file with a broken map");
    }
    left -= TarHeader.BYTES;
    return block();
  }

  private static int id(long id) throws BadTar {
    if (id < 0 || id > 0xffff_fffeL) {
      throw new BadTar("invalid tar header: no user or group has the id " + id);
    }
    return (int) id;
  }

  /// The content of a header that is only there to say more about the next.
  private byte[] text(TarHeader header) throws IOException {
    long size = header.size();
    if (size < 0 || size > limits.nameBytes()) {
      throw new BadTar("an extended header of %,d bytes".formatted(size));
    }
    byte[] text = new byte[(int) size];
    if (fill(text) < size) {
      throw ended();
    }
    skip(padding(size));
    return text;
  }

  /// All of them are kept, so that they count together.
  private long added(long before, byte[] text) throws BadTar {
    long all = before + text.length;
    if (all > limits.nameBytes()) {
      throw new BadTar(
          Flaw.TOO_BIG,
          "extended headers of more than %,d bytes together".formatted(limits.nameBytes()));
    }
    return all;
  }

  private static String untilNull(byte[] text) {
    var all = new String(text, ISO_8859_1);
    int end = all.indexOf('\0');
    return end < 0 ? all : all.substring(0, end);
  }

  private static long padding(long size) {
    return -size & (TarHeader.BYTES - 1);
  }

  private void skipContent() throws IOException {
    skip(left);
    left = 0;
    skip(padding);
    padding = 0;
  }

  private void skip(long bytes) throws IOException {
    long todo = bytes;
    while (todo > 0) {
      long skipped = in.next(todo).byteSize();
      if (skipped == 0) {
        throw ended();
      }
      todo -= skipped;
      at += skipped;
    }
  }
}
