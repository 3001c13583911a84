// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// So that two images that share a layer do not both fetch it. A fixed number of locks: now and
/// then two layers share one and wait for each other without need.
final class LayerLocks {
  private static final int LOCKS = 256;
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  ReentrantLock of(Digest diffId) {
    return locks[Math.floorMod(diffId.hashCode(), LOCKS)];
  }
}
