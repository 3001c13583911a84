// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.image.Digest;
import java.io.ByteArrayOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A layer that is a thousand times bigger than it looks. It is made without unpacking it: its gzip
/// has many members, of which most are the same, and what the whole tar hashes to is known.
final class Bomb {
  private static final int PIECE = 16 << 20;
  private static final int PIECES = 64;
  private static final int BLOCK = 512;
  private static final Digest CONTENT =
      Digest.parse("sha256:8640c55269eecad96252e3e02b0b4923551927d0addb4a4368f741af7b5c79e3");

  private Bomb() {}

  static Layer layer() {
    byte[] head = new byte[BLOCK];
    Tarball.entry("zeros", TarConstants.LF_NORMAL, (long) PIECE * PIECES).writeEntryHeader(head);
    byte[] zeros = Tarball.gzip(new byte[PIECE]);
    var blob = new ByteArrayOutputStream();
    blob.writeBytes(Tarball.gzip(head));
    for (int i = 0; i < PIECES; i++) {
      blob.writeBytes(zeros);
    }
    blob.writeBytes(Tarball.gzip(new byte[2 * BLOCK])); // the end of a tar
    return Layer.of(CONTENT, blob.toByteArray());
  }
}
