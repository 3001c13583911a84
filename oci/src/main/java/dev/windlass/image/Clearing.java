// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which images are to go, the longest unused first, and what that frees. Made by a pure function;
/// [Inventory#clear] does it.
///
/// @param orphans layers of no image, which go too
/// @param freed bytes on the disk
/// @param left bytes on the disk that the images take afterwards
public record Clearing(List<Going> images, Map<Digest, Long> orphans, long freed, long left) {
  public Clearing {
    images = List.copyOf(images);
    orphans = Map.copyOf(orphans);
  }

  /// An image that goes.
  ///
  /// @param frees bytes on the disk: those of the layers that no other image needs by then
  public record Going(StoredImage image, long frees) {}

  /// What may go of that which nobody needs.
  ///
  /// @param named whether images may go that still have a name, too
  /// @param unused how long an image must not have been asked for
  /// @param keep how many bytes may stay: no more go than needed for that
  public record Rule(boolean named, Duration unused, long keep) {
    boolean allows(StoredImage image, Instant now) {
      return (named || image.names().isEmpty()) && !image.used().plus(unused).isAfter(now);
    }
  }

  /// @param held what somebody needs, which never goes
  public static Clearing of(Stock stock, Set<Digest> held, Rule rule, Instant now) {
    return new Planning(stock).clear(held, rule, now);
  }

  private static final class Planning {
    private final Stock stock;
    private final Map<Digest, Integer> users = new HashMap<>();
    private final List<Going> going = new ArrayList<>();
    private long left;

    Planning(Stock stock) {
      this.stock = stock;
      this.left = stock.size();
      stock
          .images()
          .forEach(image ->
              layersOf(image).keySet().forEach(layer -> users.merge(layer, 1, Integer::sum)));
    }

    Clearing clear(Set<Digest> held, Rule rule, Instant now) {
      long before = left;
      left -= stock.orphans().values().stream().mapToLong(Long::longValue).sum();
      stock.images().stream()
          .filter(image -> !held.contains(image.digest()) && rule.allows(image, now))
          .sorted(
              Comparator.comparing(StoredImage::used)
                  .thenComparing(image -> image.digest().toString()))
          .forEach(image -> go(image, rule.keep()));
      return new Clearing(going, stock.orphans(), before - left, left);
    }

    private void go(StoredImage image, long keep) {
      if (left <= keep) {
        return;
      }
      long frees = image.documents();
      for (var layer : layersOf(image).entrySet()) {
        if (users.merge(layer.getKey(), -1, Integer::sum) == 0) {
          frees += layer.getValue();
        }
      }
      going.add(new Going(image, frees));
      left -= frees;
    }

    private static Map<Digest, Long> layersOf(StoredImage image) {
      var layers = new HashMap<Digest, Long>();
      image.layers().forEach(layer -> layers.put(layer.diffId(), layer.unpacked()));
      return layers;
    }
  }
}
