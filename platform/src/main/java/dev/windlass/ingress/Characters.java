// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.BitSet;

/// A set of characters, asked for every one of every header, which a regular expression takes
/// several times as long for.
final class Characters {
  /// What header names and methods are made of (RFC 9110, 5.6.2).
  static final Characters TOKEN = lettersDigitsAnd("!#$%&'*+.^_`|~-");

  static final Characters HOST = lettersDigitsAnd("._:[]%-");

  private final BitSet set = new BitSet();

  private Characters() {}

  private static Characters lettersDigitsAnd(String others) {
    var characters = new Characters();
    characters.set.set('0', '9' + 1);
    characters.set.set('A', 'Z' + 1);
    characters.set.set('a', 'z' + 1);
    others.chars().forEach(characters.set::set);
    return characters;
  }

  /// Whether a text has no others.
  boolean make(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!set.get(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether a character is there that moves a cursor or ends a line; a tab does not count.
  static boolean haveControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        return true;
      }
    }
    return false;
  }
}
