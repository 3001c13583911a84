// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.security.SecureRandom;

/// Small letters and digits that nobody can guess.
final class RandomText {
  private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LETTERS = 26;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  static String of(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }

  static String letter() {
    return String.valueOf(CHARACTERS.charAt(RANDOM.nextInt(LETTERS)));
  }
}
