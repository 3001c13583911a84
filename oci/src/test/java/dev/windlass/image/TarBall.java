// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A layer in the making. Written by commons-compress, so that our own reader is not its own judge.
final class TarBall {
  private static final FileTime WHOLE_SECONDS = FileTime.from(Instant.ofEpochSecond(1_700_000_000));
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  /// Changes an entry before it is written.
  interface Change {
    void on(TarArchiveEntry entry);

    Change NONE = entry -> {};
  }

  TarBall() {
    tar = new TarArchiveOutputStream(bytes, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  TarBall file(String name, String content) throws IOException {
    return file(name, content.getBytes(UTF_8), Change.NONE);
  }

  TarBall file(String name, byte[] content, Change change) throws IOException {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setSize(content.length);
    return put(entry, content, change);
  }

  TarBall folder(String name) throws IOException {
    return folder(name, Change.NONE);
  }

  TarBall folder(String name, Change change) throws IOException {
    var entry = new TarArchiveEntry(name + "/", TarConstants.LF_DIR, true);
    entry.setMode(0755);
    return put(entry, new byte[0], change);
  }

  TarBall symbolicLink(String name, String target) throws IOException {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  TarBall hardLink(String name, String target) throws IOException {
    return link(name, target, TarConstants.LF_LINK);
  }

  private TarBall link(String name, String target, byte type) throws IOException {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    return put(entry, new byte[0], Change.NONE);
  }

  TarBall device(String name, byte type, int major, int minor) throws IOException {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setDevMajor(major);
    entry.setDevMinor(minor);
    return put(entry, new byte[0], Change.NONE);
  }

  TarBall put(TarArchiveEntry entry, byte[] content, Change change) throws IOException {
    entry.setLastModifiedTime(WHOLE_SECONDS); // others need an extended header
    change.on(entry);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
    return this;
  }

  byte[] tar() throws IOException {
    tar.close();
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[]... members) throws IOException {
    var out = new ByteArrayOutputStream();
    for (var member : members) {
      try (var gzip = new GZIPOutputStream(out)) {
        gzip.write(member);
      }
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] content) {
    return Zstd.compress(content);
  }

  /// As it comes out of its compressed form, in pieces that are no whole blocks.
  static Pieces pieces(byte[] tar) {
    return new Pieces() {
      private static final int PIECE = 1300;
      private final MemorySegment all = Arena.ofAuto().allocate(tar.length + 1L);
      private long at;

      {
        MemorySegment.copy(tar, 0, all, ValueLayout.JAVA_BYTE, 0, tar.length);
      }

      @Override
      public MemorySegment next(long most) {
        long left = Math.min(PIECE - at % PIECE, tar.length - at);
        var piece = all.asSlice(at, Math.min(most, left));
        at += piece.byteSize();
        return piece;
      }
    };
  }
}
