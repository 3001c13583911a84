// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;

/// The bytes are no tar, or one that nobody should unpack.
final class BadTar extends IOException {
  private static final long serialVersionUID = 1;

  BadTar(String message) {
    super(message);
  }

  BadTar(String message, Throwable cause) {
    super(message, cause);
  }
}
