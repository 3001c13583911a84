// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import org.jspecify.annotations.Nullable;

/// A command cannot do what was asked. The message is for the person who asked; it has no stack
/// trace because nobody would read it.
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final int FAILED = 1;
  static final int MISUSED = 2;

  private final int exitCode;

  private CommandFailed(String message, @Nullable Throwable cause, int exitCode) {
    super(message, cause, false, false);
    this.exitCode = exitCode;
  }

  CommandFailed(String message) {
    this(message, null, FAILED);
  }

  CommandFailed(String message, Throwable cause) {
    this(message, cause, FAILED);
  }

  /// What happened, why, and what to do now.
  static CommandFailed because(String what, String why, String fix) {
    return new CommandFailed(what + "\n  why: " + why + "\n  fix: " + fix);
  }

  /// The command was called in a way that it does not understand.
  static CommandFailed misused(String message) {
    return new CommandFailed(message, null, MISUSED);
  }

  int exitCode() {
    return exitCode;
  }
}
