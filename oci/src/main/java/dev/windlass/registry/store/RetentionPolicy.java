// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.InvalidName;

/// How many images of each repository of a namespace are kept.
///
/// @param imagesPerRepo the newest so many, by when they were made; -1 for all
/// @param retainUntagged whether images without a tag are kept, and not counted
/// @param deletionThresholdDays images younger than that are kept in any case
public record RetentionPolicy(
    int imagesPerRepo, boolean retainUntagged, int deletionThresholdDays) {
  /// Keeps everything.
  public static final RetentionPolicy ALL = new RetentionPolicy(-1, true, 0);

  public RetentionPolicy {
    if (imagesPerRepo < -1) {
      throw new InvalidName(
          "images_per_repo", Integer.toString(imagesPerRepo), "needs to be -1 for all, or more");
    }
    if (deletionThresholdDays < 0) {
      throw new InvalidName(
          "deletion_threshold_days",
          Integer.toString(deletionThresholdDays),
          "needs to be 0 or more");
    }
  }

  public boolean keepsAll() {
    return imagesPerRepo < 0;
  }
}
