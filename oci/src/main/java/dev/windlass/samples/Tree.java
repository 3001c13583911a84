// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// The files of a layer. Written in the order of their names, all of one age and owned by root, so
/// that the same files always give the same bytes.
final class Tree {
  private static final long AGE = 1_767_225_600_000L; // 2026-01-01
  private final Map<String, Entry> entries = new TreeMap<>();

  /// What can be in a layer.
  private sealed interface Entry {
    record Folder(int mode) implements Entry {}

    record Link(String target) implements Entry {}

    record Copy(Path source) implements Entry {}

    /// A file whose bytes we have.
    final class Inline implements Entry {
      private final int mode;
      private final byte[] content;

      private Inline(int mode, byte[] content) {
        this.mode = mode;
        this.content = content;
      }
    }
  }

  /// @param path without a slash in front
  Tree folder(String path, int mode) {
    return put(path + "/", new Entry.Folder(mode));
  }

  Tree file(String path, String text) {
    return put(path, new Entry.Inline(0644, text.getBytes(StandardCharsets.UTF_8)));
  }

  Tree program(String path, byte[] content) {
    return put(path, new Entry.Inline(0755, content));
  }

  Tree link(String path, String target) {
    return put(path, new Entry.Link(target));
  }

  /// A file of this machine, as it is when the layer is written.
  Tree copy(String path, Path source) {
    return put(path, new Entry.Copy(source));
  }

  private Tree put(String path, Entry entry) {
    entries.put(path, entry);
    return this;
  }

  void writeTo(OutputStream out) throws IOException {
    try (var tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var entry : entries.entrySet()) {
        write(tar, entry.getKey(), entry.getValue());
      }
    }
  }

  private static void write(TarArchiveOutputStream tar, String path, Entry entry)
      throws IOException {
    switch (entry) {
      case Entry.Folder(int mode) -> put(tar, header(path, mode, 0));
      case Entry.Link(String target) -> {
        var header = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        header.setLinkName(target);
        put(tar, dated(header));
      }
      case Entry.Copy(Path source) -> {
        tar.putArchiveEntry(header(path, 0644, Files.size(source)));
        Files.copy(source, tar);
        tar.closeArchiveEntry();
      }
      case Entry.Inline file -> {
        tar.putArchiveEntry(header(path, file.mode, file.content.length));
        tar.write(file.content);
        tar.closeArchiveEntry();
      }
    }
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry header) throws IOException {
    tar.putArchiveEntry(header);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry header(String path, int mode, long size) {
    var header = new TarArchiveEntry(path);
    header.setMode(mode);
    header.setSize(size);
    return dated(header);
  }

  private static TarArchiveEntry dated(TarArchiveEntry header) {
    header.setModTime(AGE);
    header.setIds(0, 0);
    header.setNames("", "");
    return header;
  }
}
