// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

/// How much of what a container prints is kept.
///
/// @param size bytes of one file
/// @param kept how many files
record LogLimits(long size, int kept) {
  static final LogLimits STANDARD = new LogLimits(10 << 20, 3);
}
