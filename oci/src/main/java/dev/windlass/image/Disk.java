// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// How big a file system is, and how much of it is free, in bytes.
public record Disk(long total, long free) {
  /// How full it is, in percent.
  public double used() {
    return total == 0 ? 0 : 100.0 * (total - free) / total;
  }
}
