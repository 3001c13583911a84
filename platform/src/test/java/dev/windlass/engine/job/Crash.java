// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

/// The daemon is killed at this point.
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash() {
    super("killed", null, false, false);
  }
}
