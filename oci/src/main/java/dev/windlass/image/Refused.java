// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// Carries a failure out of the call stack. Never leaves this package.
final class Refused extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Failure why;

  Refused(Failure why) {
    super(why.toString(), null, false, false);
    this.why = why;
  }

  Failure why() {
    return why;
  }
}
