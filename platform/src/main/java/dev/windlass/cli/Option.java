// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.Locale;

/// An option of a command, or a word that is given without one.
///
/// @param names the first is the one that code asks for; the others mean the same
/// @param label what stands for the value in help
/// @param preset what help names as the default; the server may be the one that applies it
/// @param built whether the feature behind it exists; if not, using it is an error
record Option(
    List<String> names,
    Kind kind,
    String label,
    String says,
    boolean required,
    String preset,
    boolean built) {

  /// How often an option can be given, and whether it has a value; or that it is a word by itself,
  /// or all the words that are left.
  enum Kind {
    FLAG,
    ONE,
    MANY,
    WORD,
    WORDS
  }

  static Option flag(String says, String... names) {
    return new Option(List.of(names), Kind.FLAG, "", says, false, "", true);
  }

  static Option one(String label, String says, String... names) {
    return new Option(List.of(names), Kind.ONE, label, says, false, "", true);
  }

  static Option many(String label, String says, String... names) {
    return new Option(List.of(names), Kind.MANY, label, says, false, "", true);
  }

  static Option word(String label, String says) {
    return new Option(List.of(label), Kind.WORD, label, says, true, "", true);
  }

  static Option words(String label, String says) {
    return new Option(List.of(label), Kind.WORDS, label, says, true, "", true);
  }

  Option mustBeGiven() {
    return new Option(names, kind, label, says, true, preset, built);
  }

  Option preset(String value) {
    return new Option(names, kind, label, says, required, value, built);
  }

  Option notBuilt() {
    return new Option(names, kind, label, says, required, preset, false);
  }

  Option mayBeGiven() {
    return new Option(names, kind, label, says, false, preset, built);
  }

  /// Whether it stands by itself, without a name in front.
  boolean isWord() {
    return kind == Kind.WORD || kind == Kind.WORDS;
  }

  /// The name that code asks for: `env-from-secret`, or `namespace` for the word NAMESPACE.
  String key() {
    return isWord() ? label.toLowerCase(Locale.ROOT) : names.getFirst().substring(2);
  }

  String description() {
    return (built ? says : "(not built yet) " + says)
        + (preset.isEmpty() ? "" : " Default: " + preset + ".");
  }
}
