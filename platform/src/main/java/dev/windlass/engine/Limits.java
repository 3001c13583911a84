// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/// Every limit of the engine, by name.
///
/// @param events kept per resource; the oldest go
/// @param attempts to pull an image that are kept per resource; the oldest go
/// @param eventsToCompare how many of the latest events a new one may be a repeat of
/// @param readers connections that read the store at a time
/// @param busyTimeout how long to wait for a store that somebody else has open
/// @param progress how long a revision may take from its first container to being ready
/// @param firstPullRetry how long to wait after the first failed pull or start; doubles with each
/// @param seldomPullRetry how often it is looked whether somebody mended what keeps an image away
/// @param firstRestart how long to wait before the first restart; doubles with each
/// @param calm a container that ran so long is restarted as if it were the first time
/// @param goodbye how long an instance may take to end after SIGTERM
/// @param firstProbe the shortest time between two probes
/// @param lookAround how often everything is looked at without a reason
/// @param processes processes and threads of one container
/// @param evidenceLines lines of a log that go into a diagnosis
/// @param evidenceCharacters characters of them
public record Limits(
    int events,
    int eventsToCompare,
    int attempts,
    int readers,
    Duration busyTimeout,
    Duration progress,
    Duration firstPullRetry,
    Duration lastPullRetry,
    Duration seldomPullRetry,
    Duration firstRestart,
    Duration lastRestart,
    Duration calm,
    Duration goodbye,
    Duration firstProbe,
    Duration lookAround,
    int processes,
    int evidenceLines,
    int evidenceCharacters) {
  public static final Limits STANDARD =
      new Limits(
          1_000,
          10,
          30,
          4,
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(5),
          Duration.ofMinutes(1),
          4_096,
          20,
          2_000);

  /// Reads `limits.…`; what is not set is as in [#STANDARD]. Throws IllegalArgumentException with
  /// every mistake, one per line.
  public static Limits from(Map<String, String> settings) {
    var read = new Reader(new Settings(settings));
    var limits =
        new Limits(
            read.number("events", STANDARD.events),
            read.number("events-to-compare", STANDARD.eventsToCompare),
            read.number("attempts", STANDARD.attempts),
            read.number("readers", STANDARD.readers),
            read.time("busy-timeout", STANDARD.busyTimeout),
            read.time("progress", STANDARD.progress),
            read.time("first-pull-retry", STANDARD.firstPullRetry),
            read.time("last-pull-retry", STANDARD.lastPullRetry),
            read.time("seldom-pull-retry", STANDARD.seldomPullRetry),
            read.time("first-restart", STANDARD.firstRestart),
            read.time("last-restart", STANDARD.lastRestart),
            read.time("calm", STANDARD.calm),
            read.time("goodbye", STANDARD.goodbye),
            read.time("first-probe", STANDARD.firstProbe),
            read.time("look-around", STANDARD.lookAround),
            read.number("processes", STANDARD.processes),
            read.number("evidence-lines", STANDARD.evidenceLines),
            read.number("evidence-characters", STANDARD.evidenceCharacters));
    read.settings.finish();
    return limits;
  }

  /// When pulls that failed are tried again.
  public PullRetry pulls() {
    return new PullRetry(firstPullRetry, lastPullRetry, seldomPullRetry);
  }

  /// The wait before a start is tried again, after so many failures in a row.
  public Duration startRetry(int failures) {
    return doubled(firstPullRetry, failures - 1, lastPullRetry);
  }

  /// The wait before a restart that follows so many others.
  public Duration restart(int before) {
    return doubled(firstRestart, before, lastRestart);
  }

  private static Duration doubled(Duration first, int times, Duration last) {
    Duration wait = first.multipliedBy(1L << Math.clamp(times, 0, 20));
    return wait.compareTo(last) < 0 ? wait : last;
  }

  private record Reader(Settings settings) {
    int number(String name, int standard) {
      return settings.get("limits." + name, standard, atLeast(1));
    }

    Duration time(String name, Duration standard) {
      return settings.get("limits." + name, standard, Duration::parse);
    }

    private static Function<String, Integer> atLeast(int least) {
      return text -> {
        int number = Integer.parseInt(text);
        if (number < least) {
          throw new IllegalArgumentException("less than " + least);
        }
        return number;
      };
    }
  }
}
