// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Histogram;
import dev.windlass.engine.Key;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How long the parts of starts took, since this engine began. Safe to share between threads.
final class ColdStarts {
  /// By the name of the revision, then by the part.
  private final ConcurrentMap<String, Map<String, Histogram>> revisions = new ConcurrentHashMap<>();

  void took(Key app, String revision, String phase, Duration time) {
    double seconds = time.toNanos() / 1e9;
    revisions.compute(
        key(app, revision),
        (_, before) -> {
          var all = new TreeMap<String, Histogram>(before == null ? Map.of() : before);
          var histogram = all.getOrDefault(phase, Histogram.of(Histogram.USUAL));
          all.put(phase, histogram.with(seconds));
          return all;
        });
  }

  Map<String, Histogram> of(Key app, String revision) {
    return revisions.getOrDefault(key(app, revision), Map.of());
  }

  void forget(Key app, String revision) {
    revisions.remove(key(app, revision));
  }

  private static String key(Key app, String revision) {
    return app.project() + "/" + revision;
  }
}
