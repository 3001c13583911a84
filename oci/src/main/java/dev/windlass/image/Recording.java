// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes down what happens in an [Attempt], which may be a resolution and a pull after it, and
/// hands it on to whoever watches. Safe to share between threads.
public final class Recording implements Progress {
  private static final int MOST_STEPS = 1_000;

  private final Reference image;
  private final InstantSource clock;
  private final Progress watcher;
  private final Instant started;
  private final List<Attempt.Place> places = new ArrayList<>(); // guarded by this, as is the next
  private final Chronicle<Step> steps =
      new Chronicle<>(MOST_STEPS, step -> step.outcome() == Step.Outcome.FAILED);

  /// @param watcher is told everything too
  public Recording(Reference image, InstantSource clock, Progress watcher) {
    this.image = image;
    this.clock = clock;
    this.watcher = watcher;
    this.started = clock.instant();
  }

  @Override
  public void layer(Digest layer, long done, long total) {
    watcher.layer(layer, done, total);
  }

  @Override
  public void asks(Repository place, Optional<Identity> identity) {
    synchronized (this) {
      var asked = new Attempt.Place(place, identity);
      if (places.isEmpty() || !places.getLast().equals(asked)) {
        places.add(asked);
      }
    }
    watcher.asks(place, identity);
  }

  @Override
  public void begins(Step.Name step, String at) {
    watcher.begins(step, at);
  }

  @Override
  public void ends(Step step) {
    synchronized (this) {
      steps.add(step);
    }
    watcher.ends(step);
  }

  /// All that happened until now.
  public synchronized Attempt attempt(Optional<Digest> digest, long bytes, Optional<Failure> why) {
    return new Attempt(
        image,
        digest,
        places,
        started,
        Duration.between(started, clock.instant()),
        steps.all(),
        bytes,
        why);
  }
}
