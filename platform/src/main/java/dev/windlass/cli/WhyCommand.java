// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Story;
import dev.windlass.doctor.Target;
import io.avaje.jsonb.Jsonb;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// `windlass why`: how an app or a job run came to be as it is.
final class WhyCommand {
  private WhyCommand() {}

  static Single command() {
    return new Single(
        "why",
        "Show how an app or a job run came to be as it is: what was tried, what changed, what comes"
            + " next.",
        "TARGET",
        () ->
            List.of(
                Option.word("TARGET", "app/NAME or jobrun/NAME."),
                CommonOptions.OUTPUT,
                CommonOptions.QUIET),
        WhyCommand::run);
  }

  private static int run(Call call) {
    var story = story(call, Target.parse(call.options().get("target")));
    if (call.output().isForPrograms()) {
      var json = Jsonb.instance();
      call.output().print(call.console(), json.type(Object.class).fromJson(json.toJson(story)));
    } else {
      print(call.console(), story);
    }
    return 0;
  }

  private static Story story(Call call, Target target) {
    return switch (target.kind()) {
      case APP -> call.project().storyOfApp(target.name());
      case JOBRUN -> call.project().storyOfJobRun(target.name());
      case REVISION, JOB, SECRET, IMAGE, EVERYTHING ->
          throw CommandFailed.misused(
              "TARGET is '%s', needs to be app/NAME or jobrun/NAME".formatted(target));
    };
  }

  private static void print(Console console, Story story) {
    console.print(story.summary());
    console.print("");
    story.entries().forEach(entry -> console.print(line(entry)));
    if (!story.next().isEmpty()) {
      console.print("");
      console.print("Next:");
      story.next().forEach(next -> console.print("  " + Fix.onLines(next).replace("\n", "\n  ")));
    }
  }

  private static String line(Story.Entry entry) {
    var text = entry.text().replace("\n", "\n" + " ".repeat(32));
    var again =
        entry.until() == null
            ? ""
            : "\n%s%d times, the last at %s"
                .formatted(" ".repeat(32), entry.count(), time(entry.until()));
    return "%-20s  %-8s  %s%s".formatted(time(entry.at()), entry.kind(), text, again);
  }

  private static String time(String at) {
    return Age.parse(at).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
