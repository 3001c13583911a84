// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.stream.Collectors.joining;

import dev.windlass.engine.Alarm;
import dev.windlass.engine.Loop;
import dev.windlass.engine.Reconciler;
import dev.windlass.image.Clearing;
import java.io.IOException;
import java.time.Duration;

/// Now and then lets the images go that nobody needs, when they take more room than they may, and
/// writes down which. What broken pulls left behind goes in any case.
public final class ImageCollector implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ImageCollector.class.getName());
  private static final String ALL = "all";
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final int MEGABYTE = 1_000_000;

  private final LocalImageService images;
  private final CachePolicy policy;
  private final Loop<String> loop;
  private boolean wasShort;

  private ImageCollector(LocalImageService images, CachePolicy policy, Alarm alarm) {
    this.images = images;
    this.policy = policy;
    this.loop = new Loop<>(_ -> collect(), alarm);
  }

  public static ImageCollector start(LocalImageService images, CachePolicy policy, Alarm alarm) {
    var collector = new ImageCollector(images, policy, alarm);
    collector.loop.nudge(ALL);
    return collector;
  }

  private Reconciler.Next collect() throws IOException {
    var gone = images.collect(policy);
    if (gone.freed() > 0) {
      LOG.log(INFO, words(gone));
    }
    tellOfShortage();
    return new Reconciler.Next.Again(AGAIN);
  }

  private static String words(Clearing gone) {
    return "let %d images go that nobody needs, and %d layers of none: %,d MB are free again%s"
        .formatted(
            gone.images().size(),
            gone.orphans().size(),
            gone.freed() / MEGABYTE,
            gone.images().stream()
                .map(going -> "\n  " + going.image().digest() + " " + going.image().names())
                .collect(joining()));
  }

  /// Once, until it is better.
  private void tellOfShortage() throws IOException {
    var shortage = images.shortage(policy);
    if (!shortage.isEmpty() && !wasShort) {
      LOG.log(WARNING, shortage);
    }
    wasShort = !shortage.isEmpty();
  }

  @Override
  public void close() {
    loop.close();
  }
}
