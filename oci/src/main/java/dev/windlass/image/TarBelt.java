// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A tar that comes on a belt. For one thread.
final class TarBelt implements Pieces {
  private final Belt.Taker<MemorySegment> belt;
  private MemorySegment buffer = MemorySegment.NULL;
  private long at;
  private long length;
  private boolean ended;

  TarBelt(Belt.Taker<MemorySegment> belt) {
    this.belt = belt;
  }

  @Override
  public MemorySegment next(long most) throws IOException {
    while (at == length && !ended) {
      advance();
    }
    var piece = buffer.asSlice(at, Math.min(most, length - at));
    at += piece.byteSize();
    return piece;
  }

  private void advance() throws IOException {
    var next = belt.next();
    ended = next == null;
    buffer = next == null ? MemorySegment.NULL : next;
    length = next == null ? 0 : belt.length();
    at = 0;
  }

  /// Lets the rest go by: what is behind a tar belongs to its digest, and to nothing else.
  void skipRest() throws IOException {
    while (!ended) {
      advance();
    }
  }
}
