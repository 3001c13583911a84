// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Reconciler.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A [Plan] in the making: what to do, and when something falls due.
final class Agenda {
  private static final Duration SOON = Duration.ofMillis(1);

  private final Instant now;
  private final List<Step> steps = new ArrayList<>();
  private Optional<Instant> due = Optional.empty();

  Agenda(Instant now) {
    this.now = now;
  }

  void add(Step step) {
    steps.add(step);
  }

  void lookAgainAt(Instant at) {
    due = Optional.of(due.filter(earlier -> earlier.isBefore(at)).orElse(at));
  }

  /// Whether its time has come; if not, the plan is to look again then.
  boolean isDue(Instant at) {
    if (at.isAfter(now)) {
      lookAgainAt(at);
      return false;
    }
    return true;
  }

  Plan plan() {
    return new Plan(
        List.copyOf(steps),
        due.<Next>map(at -> new Next.Again(waitFor(at))).orElseGet(Next.Settled::new));
  }

  private Duration waitFor(Instant at) {
    Duration wait = Duration.between(now, at);
    return wait.compareTo(SOON) < 0 ? SOON : wait;
  }
}
