// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.BadLayer.Flaw;
import java.io.IOException;

/// The bytes are no tar, or one that nobody should unpack.
final class BadTar extends IOException {
  private static final long serialVersionUID = 1;
  private final Flaw flaw;

  BadTar(String message) {
    this(Flaw.BROKEN, message);
  }

  BadTar(Flaw flaw, String message) {
    super(message);
    this.flaw = flaw;
  }

  BadTar(String message, Throwable cause) {
    super(message, cause);
    this.flaw = Flaw.BROKEN;
  }

  Flaw flaw() {
    return flaw;
  }
}
