// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What can be done in the course of an attempt, or within one of its steps, and what was seen
/// there. A step that needs others tells of them first, and counts only its own time. Safe to share
/// between threads.
final class Steps {
  private static final int MOST_SEEN = 64;
  private static final int LONGEST = 1_000;

  /// What is done in a step.
  interface Taking<T> {
    /// @param step where evidence and further steps belong
    T take(Steps step) throws Refused, IOException, InterruptedException;
  }

  private final Progress progress;
  private final InstantSource clock;
  private final Map<String, String> seen = new LinkedHashMap<>(); // guarded by this
  private Duration others = Duration.ZERO; // guarded by this

  private Steps(Progress progress, InstantSource clock) {
    this.progress = progress;
    this.clock = clock;
  }

  /// Those of an attempt.
  static Steps of(Progress progress, InstantSource clock) {
    return new Steps(progress, clock);
  }

  /// Takes a step. It fails with whatever is thrown, and never ends when it is interrupted.
  <T> T take(Step.Name name, String at, Taking<T> taking)
      throws Refused, IOException, InterruptedException {
    var step = new Steps(progress, clock);
    var started = clock.instant();
    progress.begins(name, at);
    try {
      T result = taking.take(step);
      end(step, name, at, started, Step.Outcome.DONE);
      return result;
    } catch (Refused e) {
      failed(step, name, at, started, e.why().evidence());
      throw e;
    } catch (IOException e) {
      failed(step, name, at, started, Objects.toString(e.getMessage(), e.toString()));
      throw e;
    }
  }

  /// Says that there was nothing to do.
  void skip(Step.Name name, String at, String why) {
    progress.begins(name, at);
    progress.ends(
        new Step(
            name, at, clock.instant(), Duration.ZERO, Step.Outcome.SKIPPED, Map.of("why", why)));
  }

  private void failed(Steps step, Step.Name name, String at, Instant started, String why) {
    step.saw("why", why);
    end(step, name, at, started, Step.Outcome.FAILED);
  }

  private void end(Steps step, Step.Name name, String at, Instant started, Step.Outcome outcome) {
    var took = Duration.between(started, clock.instant());
    progress.ends(new Step(name, at, started, step.ofItsOwn(took), outcome, step.seen()));
    count(took);
  }

  private synchronized void count(Duration took) {
    others = others.plus(took);
  }

  private synchronized Duration ofItsOwn(Duration took) {
    var own = took.minus(others);
    return own.isNegative() ? Duration.ZERO : own; // others were side by side
  }

  private synchronized Map<String, String> seen() {
    return new LinkedHashMap<>(seen);
  }

  /// Keeps evidence for the step that is being taken. What was seen last is what counts.
  synchronized void saw(String what, String how) {
    if (seen.size() < MOST_SEEN && !how.isEmpty()) {
      seen.put(what, brief(how));
    }
  }

  static String brief(String evidence) {
    return evidence.length() > LONGEST ? evidence.substring(0, LONGEST) + "…" : evidence;
  }

  /// Somebody is asked from now on.
  void asks(Asking asking) {
    progress.asks(asking.repository(), asking.identity());
  }
}
