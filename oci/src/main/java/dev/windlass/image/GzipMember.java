// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/// What follows the header of a gzip: deflated bytes, then the sum and the length of what they
/// become. One after the other, since a gzip may have several members. All buffers are direct. For
/// one thread.
interface GzipMember extends AutoCloseable {
  /// A new member begins.
  void begin();

  /// Takes from `in` and puts into `out`, until the member has ended or one of them is used up.
  /// Never takes what is behind the member. Throws if the sum or the length is wrong.
  ///
  /// @return whether the member has ended
  boolean inflate(ByteBuffer in, ByteBuffer out) throws IOException;

  @Override
  void close();

  /// The fastest that this machine has.
  static GzipMember fastest() {
    return IsalMember.LIBRARY.<GzipMember>map(IsalMember::new).orElseGet(JdkMember::new);
  }
}
