// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// An answer that is longer than any that we asked for may be.
final class TooMuch extends BadAnswer {
  private static final long serialVersionUID = 1;

  TooMuch(String message) {
    super(message);
  }
}
