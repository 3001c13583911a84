// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A tar in the making, in memory, with names in it that no good tar would have.
final class Tarball {
  private static final long AGE = 1_767_225_600_000L; // 2026-01-01, so that digests stay the same

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  Tarball file(String name, String text) {
    return file(name, text.getBytes(UTF_8));
  }

  Tarball file(String name, byte[] content) {
    return put(entry(name, TarConstants.LF_NORMAL, content.length), content);
  }

  Tarball link(String name, String target) {
    return linked(name, target, TarConstants.LF_SYMLINK);
  }

  Tarball hardLink(String name, String target) {
    return linked(name, target, TarConstants.LF_LINK);
  }

  private Tarball linked(String name, String target, byte type) {
    var entry = entry(name, type, 0);
    entry.setLinkName(target);
    return put(entry, new byte[0]);
  }

  static TarArchiveEntry entry(String name, byte type, long size) {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setSize(size);
    entry.setModTime(AGE);
    entry.setIds(0, 0);
    entry.setNames("", ""); // else it would be whoever runs this
    return entry;
  }

  private Tarball put(TarArchiveEntry entry, byte[] content) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("memory has no trouble with input and output", e);
    }
  }

  byte[] bytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory has no trouble with input and output", e);
    }
  }

  static byte[] gzip(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("memory has no trouble with input and output", e);
    }
    return out.toByteArray();
  }
}
