// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

/// How fast something grows, without the jumps: what is newest counts most.
final class Rate {
  private static final double SMOOTHING_SECONDS = 2;
  private static final double NANOS = 1e9;

  private boolean begun;
  private long last;
  private long lastNanos;
  private double perSecond;

  /// @param done until now
  void seen(long done, long nanos) {
    double seconds = (nanos - lastNanos) / NANOS;
    if (begun && seconds > 0) {
      double weight = 1 - Math.exp(-seconds / SMOOTHING_SECONDS);
      double now = Math.max(0, done - last) / seconds;
      perSecond = perSecond == 0 ? now : perSecond + weight * (now - perSecond);
    }
    if (!begun || seconds > 0) {
      last = done;
      lastNanos = nanos;
      begun = true;
    }
  }

  /// ` 8.1 MB/s 4s left`; empty while there is nothing to tell.
  String words(long left) {
    if (perSecond < 1) {
      return "";
    }
    long seconds = (long) Math.ceil(left / perSecond);
    return "  " + PullProgress.size((long) perSecond) + "/s  " + duration(seconds) + " left";
  }

  private static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + "m" + seconds % 60 + "s"
        : minutes / 60 + "h" + minutes % 60 + "m";
  }
}
