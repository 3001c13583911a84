// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

/// Ends the start of a container from within one of its steps.
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final Start.Kind kind;

  Refused(Start.Kind kind, String detail) {
    super(detail);
    this.kind = kind;
  }

  Start.Failed failed() {
    return new Start.Failed(kind, String.valueOf(getMessage()));
  }
}
