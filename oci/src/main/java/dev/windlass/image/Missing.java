// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// A part of an image that is not on this machine.
///
/// @param size compressed bytes that would have to come; 0 when nobody here knows
public record Missing(Part part, Digest digest, long size) {
  /// What an image is made of.
  public enum Part {
    MANIFEST,
    CONFIG,
    LAYER
  }
}
