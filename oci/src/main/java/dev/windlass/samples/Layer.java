// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Digest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// A packed layer.
///
/// @param content the digest of the layer before it was compressed
record Layer(Blob blob, Digest content) {
  private static final int BUFFER = 64 << 10;

  static Layer of(Tree tree) throws IOException {
    var bytes = new ByteArrayOutputStream();
    Digest content = pack(tree, bytes);
    return new Layer(Blob.of(bytes.toByteArray()), content);
  }

  /// For layers that one would rather not have in memory.
  static Layer of(Tree tree, Path file) throws IOException {
    var hash = Digest.Algorithm.SHA256.hash();
    try (var out = new DigestOutputStream(Files.newOutputStream(file), hash)) {
      Digest content = pack(tree, out);
      return new Layer(Blob.of(Digest.of(Digest.Algorithm.SHA256, hash.digest()), file), content);
    }
  }

  private static Digest pack(Tree tree, OutputStream out) throws IOException {
    var hash = Digest.Algorithm.SHA256.hash();
    var zipped = new BufferedOutputStream(new Quick(out), BUFFER);
    tree.writeTo(new DigestOutputStream(zipped, hash));
    return Digest.of(Digest.Algorithm.SHA256, hash.digest());
  }

  /// Most of the time that samples take is spent here, and nobody ships them far.
  private static final class Quick extends GZIPOutputStream {
    Quick(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
