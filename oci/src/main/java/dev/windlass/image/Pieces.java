// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A tar as it comes out of its compressed form, piece by piece and where it lies, because its
/// files are handed to the kernel from there. For one thread.
interface Pieces {
  /// The next bytes, in native memory: at least one and at most so many, none at the end. Good
  /// until the next call.
  MemorySegment next(long most) throws IOException;
}
