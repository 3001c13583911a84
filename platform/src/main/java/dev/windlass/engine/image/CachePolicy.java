// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import dev.windlass.engine.Quantity;
import dev.windlass.image.Clearing;
import dev.windlass.image.Disk;
import dev.windlass.image.InvalidName;
import java.time.Duration;
import java.util.regex.Pattern;

/// How much room images may take before the engine lets those go by itself that nobody needs.
///
/// @param size bytes that all images together may take
/// @param high how full their disk may get, in percent, before some go
/// @param low how full it may be when enough have gone
public record CachePolicy(long size, int high, int low) {
  private static final Pattern WATERMARKS = Pattern.compile("([0-9]{1,3}),([0-9]{1,3})");
  private static final String UNLIMITED = "none";

  /// Leaves an image to whoever has just brought it and is about to use it.
  private static final Duration UNUSED = Duration.ofMinutes(2);

  /// No limit of their own, and of the disk what Kubernetes leaves on a node.
  public static final CachePolicy STANDARD = new CachePolicy(Long.MAX_VALUE, 85, 80);

  public CachePolicy {
    if (size < 0 || low < 0 || low > high || high > 100) {
      throw new InvalidName(
          "pair of watermarks",
          high + "," + low,
          "needs two numbers from 100 to 0, the larger first");
    }
  }

  /// @param size `50G`, or `none`
  /// @param watermarks `85,80`
  public static CachePolicy parse(String size, String watermarks) {
    var match = WATERMARKS.matcher(watermarks);
    if (!match.matches()) {
      throw new InvalidName(
          "pair of watermarks", watermarks, "needs to look like " + STANDARD.watermarks());
    }
    return new CachePolicy(
        size.equals(UNLIMITED) ? Long.MAX_VALUE : Quantity.bytes(size),
        Integer.parseInt(match.group(1)),
        Integer.parseInt(match.group(2)));
  }

  /// As [#parse] reads it.
  public String watermarks() {
    return high + "," + low;
  }

  /// Whether nothing has to go, however much images take.
  boolean allowsAll(Disk disk) {
    return size == Long.MAX_VALUE && disk.used() <= high;
  }

  /// What may go now.
  ///
  /// @param stock bytes that the images take
  Clearing.Rule rule(long stock, Disk disk) {
    return new Clearing.Rule(true, UNUSED, Math.min(size, keptByDisk(stock, disk)));
  }

  private long keptByDisk(long stock, Disk disk) {
    if (disk.used() <= high) {
      return Long.MAX_VALUE;
    }
    long surplus = disk.total() - disk.free() - disk.total() / 100 * low;
    return Math.max(0, stock - surplus);
  }

  /// What is wrong when the images take more room than they may; empty when they do not.
  String shortage(long stock, Disk disk) {
    if (stock <= rule(stock, disk).keep()) {
      return "";
    }
    return "images take %,d MB and their disk is %.0f %% full, which is more than they may, and all of them are needed or were used just now: delete revisions that nobody needs, or allow more with windlass up --image-cache and --image-disk"
        .formatted(stock / 1_000_000, disk.used());
  }
}
