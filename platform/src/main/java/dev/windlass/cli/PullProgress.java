// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.LayerProgress;
import dev.windlass.api.Pulling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Shows how far the pull of an image is: a line for each layer that is drawn again and again for
/// somebody who looks on, and otherwise a line now and then.
final class PullProgress {
  private static final int DIGEST_SHOWN = "sha256:".length() + 12;
  private static final int IMAGE_DIGEST_SHOWN = "sha256:".length() + 6;

  private final Console console;
  private final Map<String, Long> before = new HashMap<>();
  private long lookedAt = System.nanoTime();
  private String said = "";
  private int saidTenths = -1;

  PullProgress(Console console) {
    this.console = console;
  }

  void show(Pulling pulling) {
    if (console.isLive()) {
      console.draw(lines(pulling));
    } else if (!pulling.layers().isEmpty()) {
      sayNowAndThen(pulling);
    }
  }

  private void sayNowAndThen(Pulling pulling) {
    long done = 0;
    long total = 0;
    for (LayerProgress layer : pulling.layers()) {
      done += layer.done();
      total += layer.total();
    }
    int tenths = total == 0 ? 0 : (int) (10 * done / total);
    if (!said.equals(pulling.image()) || tenths != saidTenths) {
      said = pulling.image();
      saidTenths = tenths;
      console.progress(
          "Pulling " + shortened(pulling.image()) + " " + size(done) + " of " + size(total));
    }
  }

  private List<String> lines(Pulling pulling) {
    var lines = new ArrayList<String>();
    if (pulling.layers().isEmpty()) {
      return lines;
    }
    long now = System.nanoTime();
    double seconds = (now - lookedAt) / 1e9;
    lookedAt = now;
    lines.add("Pulling " + shortened(pulling.image()));
    for (LayerProgress layer : pulling.layers()) {
      lines.add("  " + line(layer, seconds));
    }
    return lines;
  }

  private String line(LayerProgress layer, double seconds) {
    var digest = layer.digest();
    var name = digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()));
    var line = name + "  " + size(layer.done()) + " of " + size(layer.total());
    long last = before.getOrDefault(digest, 0L);
    before.put(digest, layer.done());
    if (layer.done() >= layer.total()) {
      return line + "  done";
    }
    return seconds <= 0
        ? line
        : line + "  " + size((long) ((layer.done() - last) / seconds)) + "/s";
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
