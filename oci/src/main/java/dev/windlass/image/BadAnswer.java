// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;

/// An answer that cannot be read as what was asked for. The message completes "the registry…".
final class BadAnswer extends IOException {
  private static final long serialVersionUID = 1;

  BadAnswer(String message) {
    super(message);
  }

  BadAnswer(String message, Throwable cause) {
    super(message, cause);
  }
}
