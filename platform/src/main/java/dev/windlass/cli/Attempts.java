// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.PullAttempt;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/// Prints what was tried to bring an image here.
final class Attempts {
  private static final String SEEN = " ".repeat(12);

  private Attempts() {}

  /// A table of all, then the steps of the last one, or of all when details are asked for.
  static void print(Call call, List<PullAttempt> attempts) {
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(attempts, Attempts::tree));
      return;
    }
    call.console().ok();
    call.console().progress("");
    if (attempts.isEmpty()) {
      call.console().progress("Nothing had to be pulled yet.");
      return;
    }
    table(call, attempts).print(call.console());
    var shown =
        call.options().flag("verbose")
            ? attempts
            : attempts.subList(attempts.size() - 1, attempts.size());
    shown.forEach(attempt -> details(call, attempts.indexOf(attempt) + 1, attempt));
  }

  private static Table table(Call call, List<PullAttempt> attempts) {
    var table = Table.of("Number", "Age", "Took", "Bytes", "Outcome", "Cause", "Retry", "Next");
    for (int i = 0; i < attempts.size(); i++) {
      var attempt = attempts.get(i);
      table.row(
          i + 1,
          call.age().of(attempt.startedAt()),
          time(attempt.milliseconds()),
          PullProgress.size(attempt.bytes()),
          Words.capital(attempt.outcome()),
          attempt.cause(),
          attempt.retry(),
          i + 1 == attempts.size() ? next(call, attempt) : "");
    }
    return table;
  }

  /// `in 42s`, or `now` when its time has come.
  private static String next(Call call, PullAttempt attempt) {
    var next = attempt.nextAttemptAt();
    if (next == null) {
      return "";
    }
    var wait = Duration.between(call.age().now(), Age.parse(next));
    return wait.isPositive() ? "in " + Age.of(wait) : "now";
  }

  private static void details(Call call, int number, PullAttempt attempt) {
    var console = call.console();
    console.print("");
    Sheet.heading(console, "Attempt " + number);
    new Sheet(1)
        .add("Image", attempt.image())
        .add("Digest", attempt.digest())
        .add("Asked", attempt.places().stream().map(Attempts::place).collect(joined()))
        .add("Message", attempt.message())
        .print(console);
    if (!attempt.steps().isEmpty()) {
      console.print("");
      steps(console, attempt.steps());
    }
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining("; ");
  }

  private static String place(PullAttempt.Place place) {
    if (place.username() == null) {
      return place.repository() + " as nobody";
    }
    var secret = place.secret() == null ? "" : " of secret " + place.secret();
    return "%s as %s%s, entry %s"
        .formatted(place.repository(), place.username(), secret, place.key());
  }

  /// A line for each step, and under it what was seen.
  static void steps(Console console, List<PullAttempt.Step> steps) {
    var table = Table.of("Step", "Outcome", "Took", "At");
    steps.forEach(
        step -> table.row(step.name(), step.outcome(), time(step.milliseconds()), step.at()));
    var lines = table.lines();
    console.print("  " + lines.getFirst());
    for (int i = 0; i < steps.size(); i++) {
      console.print("  " + lines.get(i + 1));
      steps.get(i).seen().forEach((name, value) -> console.print(SEEN + name + ": " + value));
    }
  }

  /// A line for each step that had something to do, and what was seen only where it failed.
  static void brief(Console console, List<PullAttempt.Step> steps) {
    steps.stream()
        .filter(step -> !step.outcome().equals("skipped"))
        .forEach(step -> {
          console.print("  " + line(step));
          if (step.outcome().equals("failed")) {
            step.seen().forEach((name, value) -> console.print(SEEN + name + ": " + value));
          }
        });
  }

  private static String line(PullAttempt.Step step) {
    return "%-9s  %-7s  %7s  %s"
        .formatted(step.name(), step.outcome(), time(step.milliseconds()), step.at())
        .stripTrailing();
  }

  /// One step while it happens.
  static void print(Console console, PullAttempt.Step step) {
    console.progress(line(step));
    step.seen().forEach((name, value) -> console.progress(SEEN + name + ": " + value));
  }

  private static String time(long milliseconds) {
    return milliseconds < 1000
        ? milliseconds + " ms"
        : "%d.%d s".formatted(milliseconds / 1000, milliseconds % 1000 / 100);
  }

  private static Tree tree(PullAttempt attempt) {
    return new Tree()
        .with("image", attempt.image())
        .with("digest", attempt.digest())
        .with("outcome", attempt.outcome())
        .with("startedAt", attempt.startedAt())
        .with("milliseconds", attempt.milliseconds())
        .with("bytes", attempt.bytes())
        .with("cause", attempt.cause())
        .with("retry", attempt.retry())
        .with("message", attempt.message())
        .with("nextAttemptAt", attempt.nextAttemptAt())
        .with("places", attempt.places().stream().map(Attempts::tree).toList())
        .with("steps", attempt.steps().stream().map(Attempts::tree).toList());
  }

  private static Tree tree(PullAttempt.Place place) {
    return new Tree()
        .with("repository", place.repository())
        .with("secret", place.secret())
        .with("key", place.key())
        .with("username", place.username());
  }

  private static Tree tree(PullAttempt.Step step) {
    var seen = new Tree();
    step.seen().forEach(seen::with);
    return new Tree()
        .with("name", step.name())
        .with("at", step.at())
        .with("outcome", step.outcome())
        .with("startedAt", step.startedAt())
        .with("milliseconds", step.milliseconds())
        .with("seen", seen);
  }
}
