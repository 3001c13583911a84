// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.image.Digest;
import java.io.ByteArrayOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A layer that is a thousand times bigger than it looks.
final class Bomb {
  private static final int PIECE = 16 << 20;
  private static final int PIECES = 64;
  private static final int BLOCK = 512;

  private Bomb() {}

  /// Its gzip has many members, of which most are the same, so that it is made quickly.
  static Layer layer() {
    byte[] head = new byte[BLOCK];
    Tarball.entry("zeros", TarConstants.LF_NORMAL, (long) PIECE * PIECES).writeEntryHeader(head);
    byte[] zeros = new byte[PIECE];
    byte[] end = new byte[2 * BLOCK];

    byte[] small = Tarball.gzip(zeros);
    var blob = new ByteArrayOutputStream();
    blob.writeBytes(Tarball.gzip(head));
    var content = Digest.Algorithm.SHA256.hash();
    content.update(head);
    for (int i = 0; i < PIECES; i++) {
      blob.writeBytes(small);
      content.update(zeros);
    }
    blob.writeBytes(Tarball.gzip(end));
    content.update(end);
    return Layer.of(Digest.of(Digest.Algorithm.SHA256, content.digest()), blob.toByteArray());
  }
}
