// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.nio.charset.StandardCharsets;

/// Text that clients wrote, as we can write it back. JSON can say half a surrogate pair (`\ud800`)
/// and UTF-8 cannot; it becomes a question mark.
final class Writable {
  private Writable() {}

  static String text(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
