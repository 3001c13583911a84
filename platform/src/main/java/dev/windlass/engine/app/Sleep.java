// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How an app sleeps, and how long it slept lately: one that always comes back after an hour is
/// kept quick to wake for longer than one that was never seen to wake. Looks at no clock.
///
/// @param since when it fell asleep; empty while it is awake
/// @param naps how long it slept, the last times
/// @param squeezed whether this time others needed its memory more
record Sleep(Optional<Instant> since, List<Duration> naps, boolean squeezed) {
  static final Sleep NONE = new Sleep(Optional.empty(), List.of(), false);

  private static final int REMEMBERED = 8;
  private static final int LONGER = 2;
  private static final Duration FROZEN_AT_LEAST = Duration.ofMinutes(15);
  private static final Duration FROZEN_AT_MOST = Duration.ofHours(6);
  private static final Duration CREATED = Duration.ofHours(24);

  Sleep {
    naps = List.copyOf(naps);
  }

  Sleep asleep(Instant now) {
    return since.isPresent() ? this : new Sleep(Optional.of(now), naps, false);
  }

  Sleep awake(Instant now) {
    return since.map(began -> slept(Duration.between(began, now))).orElse(this);
  }

  private Sleep slept(Duration nap) {
    var all = new ArrayList<>(naps);
    all.add(nap);
    return new Sleep(
        Optional.empty(), all.subList(Math.max(0, all.size() - REMEMBERED), all.size()), false);
  }

  /// Until the next time that it falls asleep it is not frozen any more.
  Sleep squeeze() {
    return new Sleep(since, naps, true);
  }

  /// How it should wait now.
  ///
  /// @param highest the quickest to wake that may be
  Rung rung(Instant now, Rung highest) {
    var slept = since.map(began -> Duration.between(began, now)).orElse(Duration.ZERO);
    var wanted = slept.compareTo(frozenFor()) < 0 && !squeezed ? Rung.FROZEN : created(slept);
    return wanted.compareTo(highest) < 0 ? highest : wanted;
  }

  private static Rung created(Duration slept) {
    return slept.compareTo(CREATED) < 0 ? Rung.CREATED : Rung.COLD;
  }

  private Duration frozenFor() {
    var longest = naps.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    var wanted = longest.multipliedBy(LONGER);
    if (wanted.compareTo(FROZEN_AT_LEAST) < 0) {
      return FROZEN_AT_LEAST;
    }
    return wanted.compareTo(FROZEN_AT_MOST) < 0 ? wanted : FROZEN_AT_MOST;
  }
}
