// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// How many instances an app should have, as follows from what was asked of it lately. The rules
/// are Knative's: the average of a minute (the window) counts; but when the last tenth of it needs
/// twice of what there is, this does, and nothing is taken away for a minute. Asks nobody and looks
/// at no clock.
///
/// @param instances how many there should be
/// @param since what was before is not known
/// @param samples what was asked within the window, in the order of time
/// @param panicked when the last seconds needed twice of what there was, for the last time
/// @param answers what would have been enough lately, for the delay of scaling down
record Scaling(
    int instances,
    Instant since,
    List<Sample> samples,
    Optional<Instant> panicked,
    List<Answer> answers) {
  private static final int PANIC = 2;

  /// At most so many parts of what there is go at a time: the half.
  private static final int PARTS = 2;

  /// What was asked in the time up to a moment.
  ///
  /// @param requests at a time, on the average
  record Sample(Instant at, double requests) {}

  /// What would have been enough at a moment.
  record Answer(Instant at, int instances) {}

  Scaling {
    samples = List.copyOf(samples);
    answers = List.copyOf(answers);
  }

  /// Requests at a time, on the average of the whole window.
  double stable() {
    return samples.stream().mapToDouble(Sample::requests).average().orElse(0);
  }

  /// The same of the last part of it.
  double lately(Scale scale) {
    return samples.isEmpty() ? 0 : average(samples, samples.getLast().at().minus(scale.moment()));
  }

  /// As many as there are stay until there is something to go by.
  static Scaling begin(int instances, Instant now) {
    return new Scaling(instances, now, List.of(), Optional.empty(), List.of());
  }

  /// After some more time in which something was asked, or nothing.
  ///
  /// @param ready instances that take requests now
  Scaling after(Sample sample, Scale scale, int ready) {
    var now = sample.at();
    var known = with(samples, sample, Sample::at, now.minus(scale.window()));
    int moment = needed(known, now.minus(scale.moment()), scale);
    var panic = panic(moment, ready, now, scale);
    int enough = needed(known, now.minus(scale.window()), scale);
    if (panic.isPresent()) {
      enough = Math.max(Math.max(enough, moment), instances);
    }
    if (since.plus(scale.window()).isAfter(now)) {
      enough = Math.max(enough, instances);
    }
    var given = with(answers, new Answer(now, enough), Answer::at, now.minus(scale.delay()));
    int wanted = given.stream().mapToInt(Answer::instances).max().orElse(enough);
    return new Scaling(scale.bounded(slowly(wanted)), since, known, panic, given);
  }

  private static <T> List<T> with(List<T> before, T next, Function<T, Instant> at, Instant oldest) {
    var all = new ArrayList<>(before);
    all.removeIf(one -> !at.apply(one).isAfter(oldest));
    all.add(next);
    return all;
  }

  private static int needed(List<Sample> samples, Instant after, Scale scale) {
    return scale.needed(average(samples, after));
  }

  private static double average(List<Sample> samples, Instant after) {
    return samples.stream()
        .filter(sample -> sample.at().isAfter(after))
        .mapToDouble(Sample::requests)
        .average()
        .orElse(0);
  }

  private Optional<Instant> panic(int moment, int ready, Instant now, Scale scale) {
    return moment >= PANIC * Math.max(1, ready)
        ? Optional.of(now)
        : panicked.filter(last -> last.plus(scale.window()).isAfter(now));
  }

  private int slowly(int wanted) {
    return Math.max(wanted, instances / PARTS);
  }

  /// Somebody waits, and nobody is there.
  Scaling woken(Scale scale, Instant now) {
    return begin(scale.bounded(Math.max(1, instances)), now);
  }
}
