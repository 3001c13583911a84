// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Which blobs somebody asked for not long ago. A client that was told that a blob is here does not
/// push it, and pushes what needs it next. Safe to share between threads.
final class Seen {
  private static final int MOST = 100_000;

  private final InstantSource clock;
  private final Instant began;
  private final Map<Digest, Instant> last = new ConcurrentHashMap<>();
  private volatile Instant forgotten = Instant.MIN;

  Seen(InstantSource clock) {
    this.clock = clock;
    this.began = clock.instant();
  }

  void note(Digest digest) {
    if (last.size() >= MOST) {
      forgotten = clock.instant(); // from here on nobody knows, so everything counts as seen then
      last.clear();
    }
    last.put(digest, clock.instant());
  }

  /// Whether somebody may have asked for it since then. Of the time before we began nobody knows.
  boolean since(Instant time, Digest digest) {
    return isAfter(time, last.getOrDefault(digest, Instant.MIN));
  }

  private boolean isAfter(Instant time, Instant asked) {
    return began.isAfter(time) || forgotten.isAfter(time) || asked.isAfter(time);
  }

  /// Takes a blob away that nobody asked for since then. Who asks meanwhile waits in [#note], and
  /// finds it gone: nobody is told that it is here and finds out later that it is not.
  void unlessSince(Instant time, Digest digest, Runnable removal) {
    last.compute(
        digest,
        (_, asked) -> {
          if (isAfter(time, Objects.requireNonNullElse(asked, Instant.MIN))) {
            return asked;
          }
          removal.run();
          return null;
        });
  }
}
