// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.LayerProgress;
import dev.windlass.api.Pulling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Shows how far the pull of an image is: a bar for each layer that is drawn again and again for
/// somebody who looks on, and otherwise a line now and then.
final class PullProgress {
  private static final int DIGEST_SHOWN = "sha256:".length() + 12;
  private static final int IMAGE_DIGEST_SHOWN = "sha256:".length() + 6;
  private static final int BAR = 24;

  /// More would not fit on a screen, and could not be drawn over.
  private static final int MOST_LAYERS = 12;

  private final Console console;
  private final LongSupplier nanos;
  private final Map<String, Rate> rates = new HashMap<>();
  private String said = "";
  private int saidTenths = -1;

  PullProgress(Console console) {
    this(console, System::nanoTime);
  }

  PullProgress(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
  }

  void show(Pulling pulling) {
    if (console.isLive()) {
      console.draw(lines(pulling));
    } else if (!pulling.layers().isEmpty()) {
      sayNowAndThen(pulling);
    }
  }

  private static LayerProgress sum(Pulling pulling) {
    long done = 0;
    long total = 0;
    for (LayerProgress layer : pulling.layers()) {
      done += layer.done();
      total += layer.total();
    }
    return new LayerProgress(pulling.image(), done, total);
  }

  private void sayNowAndThen(Pulling pulling) {
    var sum = sum(pulling);
    int tenths = sum.total() == 0 ? 0 : (int) (10 * sum.done() / sum.total());
    if (!said.equals(pulling.image()) || tenths != saidTenths) {
      said = pulling.image();
      saidTenths = tenths;
      console.progress("Pulling " + shortened(pulling.image()) + " " + amounts(sum));
    }
  }

  private List<String> lines(Pulling pulling) {
    var lines = new ArrayList<String>();
    if (pulling.layers().isEmpty()) {
      return lines;
    }
    long now = nanos.getAsLong();
    var sum = sum(pulling);
    lines.add("Pulling " + shortened(pulling.image()) + "  " + amounts(sum) + speed(sum, now));
    var shown = shown(pulling.layers());
    for (LayerProgress layer : shown) {
      lines.add("  " + line(layer, now));
    }
    int others = pulling.layers().size() - shown.size();
    if (others > 0) {
      lines.add("  and " + Ago.count(others, "other layer"));
    }
    return lines;
  }

  /// All of them, or those that are under way when they are too many.
  private static List<LayerProgress> shown(List<LayerProgress> layers) {
    return layers.size() <= MOST_LAYERS
        ? layers
        : layers.stream()
            .filter(layer -> layer.done() > 0 && layer.done() < layer.total())
            .limit(MOST_LAYERS)
            .toList();
  }

  private String line(LayerProgress layer, long now) {
    var digest = layer.digest();
    return digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()))
        + "  "
        + bar(layer)
        + "  "
        + amounts(layer)
        + speed(layer, now);
  }

  private static String bar(LayerProgress layer) {
    int full = layer.total() == 0 ? BAR : (int) (BAR * layer.done() / layer.total());
    return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "]";
  }

  private static String amounts(LayerProgress part) {
    return size(part.done()) + " of " + size(part.total());
  }

  private String speed(LayerProgress part, long now) {
    if (part.done() >= part.total()) {
      return "  done";
    }
    var rate = rates.computeIfAbsent(part.digest(), _ -> new Rate());
    rate.seen(part.done(), now);
    return rate.words(part.total() - part.done());
  }

  /// With only the beginning of its digest.
  static String shortened(String image) {
    int at = image.indexOf('@');
    int end = at + 1 + IMAGE_DIGEST_SHOWN;
    return at < 0 || end >= image.length() ? image : image.substring(0, end) + "…";
  }

  /// `812 B`, `1.1 MB`
  static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    var units = List.of("kB", "MB", "GB", "TB");
    long tenths = bytes / 100;
    int unit = 0;
    while (tenths >= 10_000 && unit < units.size() - 1) {
      tenths /= 1000;
      unit++;
    }
    return tenths / 10 + "." + tenths % 10 + " " + units.get(unit);
  }
}
