// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import dev.windlass.api.PullAttempt;
import dev.windlass.api.Story.Entry;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Family;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Tells of attempts to bring an image here: the same again and again in one entry, and between
/// them what must have changed.
///
/// @param attempts oldest first
/// @param of whose image it is
/// @param changes when something is known to have changed: what came before is told apart from what
///   came after
record PullStory(List<PullAttempt> attempts, String of, List<Instant> changes) {
  private static final Set<Family> OF_THE_WAY = EnumSet.of(Family.NETWORK, Family.ANSWERS);

  List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    int first = 0;
    while (first < attempts.size()) {
      int last = first;
      while (last + 1 < attempts.size() && isSame(attempts.get(first), attempts.get(last + 1))) {
        last++;
      }
      if (first > 0) {
        between(attempts.get(first - 1), attempts.get(first)).ifPresent(entries::add);
      }
      entries.add(tried(first, last));
      first = last + 1;
    }
    return entries;
  }

  private boolean isSame(PullAttempt one, PullAttempt other) {
    return changes.stream().noneMatch(at -> isBetween(one, at, other))
        && one.outcome().equals(other.outcome())
        && Objects.equals(one.cause(), other.cause())
        && Objects.equals(one.digest(), other.digest());
  }

  private static boolean isBetween(PullAttempt one, Instant at, PullAttempt other) {
    return Instant.parse(one.startedAt()).isBefore(at)
        && !Instant.parse(other.startedAt()).isBefore(at);
  }

  private Entry tried(int first, int last) {
    var attempt = attempts.get(last);
    int count = last - first + 1;
    return new Entry(
        attempts.get(first).startedAt(),
        count == 1 ? null : attempt.startedAt(),
        count,
        "tried",
        "%s %s: %s"
            .formatted(count == 1 ? "pull for" : count + " pulls for", of, outcome(attempt)));
  }

  private static String outcome(PullAttempt attempt) {
    return attempt.outcome().equals("done")
        ? "done, %d bytes in %d ms, pinned to %s"
            .formatted(attempt.bytes(), attempt.milliseconds(), attempt.digest())
        : "%s: %s".formatted(attempt.cause(), attempt.message());
  }

  private static Optional<Entry> between(PullAttempt before, PullAttempt after) {
    if (isOfTheWay(before) && !isOfTheWay(after)) {
      return Optional.of(changed(after, "the registry answers again"));
    }
    return before.digest() != null
            && after.digest() != null
            && !before.digest().equals(after.digest())
        ? Optional.of(
            changed(
                after,
                "the tag names %s now, before %s".formatted(after.digest(), before.digest())))
        : Optional.empty();
  }

  private static boolean isOfTheWay(PullAttempt attempt) {
    return Optional.ofNullable(attempt.cause())
        .flatMap(Cause::byId)
        .filter(cause -> OF_THE_WAY.contains(cause.family()))
        .isPresent();
  }

  private static Entry changed(PullAttempt seenBy, String what) {
    return new Entry(seenBy.startedAt(), null, 1, "changed", what);
  }
}
