// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All that takes room: the images that are here, and what broken pulls have left behind.
///
/// @param orphans layers that no image has, by the digest of their tar, with their bytes on the
///   disk
public record Stock(List<StoredImage> images, Map<Digest, Long> orphans) {
  public Stock {
    images = List.copyOf(images);
    orphans = Map.copyOf(orphans);
  }

  /// Bytes on the disk; what several images share counts once.
  public long size() {
    var layers = new HashMap<>(orphans);
    long documents = 0;
    for (var image : images) {
      documents += image.documents();
      image.layers().forEach(layer -> layers.put(layer.diffId(), layer.unpacked()));
    }
    return documents + layers.values().stream().mapToLong(Long::longValue).sum();
  }
}
