// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.linux.Folder;
import java.util.List;
import java.util.Map;

/// One entry of a tar. Names have one character for each byte, as in [Folder].
///
/// @param extents where the bytes that follow belong in the file; one piece, unless it is sparse
/// @param length of the file with its holes
/// @param attributes extended attributes
record TarEntry(
    Type type,
    String name,
    String link,
    int mode,
    int user,
    int group,
    long seconds,
    int nanos,
    int major,
    int minor,
    List<Extent> extents,
    long length,
    Map<String, byte[]> attributes) {

  /// What an entry becomes.
  enum Type {
    FILE,
    FOLDER,
    SYMBOLIC_LINK,
    HARD_LINK,
    FIFO,
    CHARACTER_DEVICE,
    BLOCK_DEVICE
  }

  /// A piece of a file that is not a hole.
  record Extent(long offset, long length) {}

  /// The name for people.
  @Override
  public String toString() {
    return Folder.readable(name);
  }
}
