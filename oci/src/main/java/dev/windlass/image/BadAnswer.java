// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;

/// An answer that cannot be read as what was asked for. The message completes "the registry…".
sealed class BadAnswer extends IOException permits TooMuch, WebPage {
  private static final long serialVersionUID = 1;

  BadAnswer(String message) {
    super(message);
  }

  BadAnswer(String message, Throwable cause) {
    super(message, cause);
  }
}
