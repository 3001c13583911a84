// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Duration;

/// How far we go to bring the bytes of layers here, and what of them we take.
///
/// @param resumes how often in a row a broken connection is taken up again without bringing much
/// @param worthwhile how many bytes are much
/// @param pause before a connection is taken up again, twice as long each time
/// @param part how many bytes are fetched at once ahead of their turn
/// @param partsAhead that one layer may have, wanted or in memory
/// @param partsInMemory that all layers together may have
/// @param connections for parts ahead of their turn, over all layers
/// @param hungry for how long a layer must mostly have waited for the network before another
///   connection helps it
/// @param fast so many bytes a second are enough for one layer
/// @param ratio how many times its size a layer may unpack to, once it is more than `unsuspicious`
/// @param unsuspicious bytes that a layer may unpack to, however small it is
/// @param folderBytes for what must be remembered of a layer's folders while it is unpacked
public record Transfer(
    int resumes,
    int worthwhile,
    Duration pause,
    int part,
    int partsAhead,
    int partsInMemory,
    int connections,
    Duration hungry,
    int fast,
    int ratio,
    long unsuspicious,
    long folderBytes) {
  public static final Transfer STANDARD =
      new Transfer(
          3,
          64 << 10,
          Duration.ofMillis(200),
          1 << 20,
          8,
          32,
          16,
          Duration.ofMillis(250),
          50_000_000,
          200,
          256L << 20,
          48L << 20);
}
