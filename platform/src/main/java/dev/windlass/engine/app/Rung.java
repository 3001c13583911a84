// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

/// How an app waits that is scaled to zero, the quickest to wake first.
public enum Rung {
  /// One instance is stopped in the middle: it keeps its memory and uses no processor.
  FROZEN,
  /// One container is made, and its program was not started.
  CREATED,
  /// There is nothing.
  COLD
}
