// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

/// The way out of the middle of a launch.
final class Stuck extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Trouble trouble;

  Stuck(Trouble trouble) {
    super(trouble.reason());
    this.trouble = trouble;
  }

  Trouble trouble() {
    return trouble;
  }
}
