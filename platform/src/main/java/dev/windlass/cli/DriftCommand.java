// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.App;
import dev.windlass.api.Drift;
import dev.windlass.api.DriftReport;
import dev.windlass.api.ImageChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `windlass image drift`: what became, at its source, of the image that an app runs from, and what
/// its tag has that is another.
final class DriftCommand {
  private DriftCommand() {}

  static Command command() {
    return new Command(
        "drift",
        "Show what became of the image of an application at its registry.",
        "(APPLICATION | REVISION)",
        () ->
            List.of(
                Option.word("NAME", "An application or revision of the selected project."),
                CommonOptions.OUTPUT,
                CommonOptions.QUIET),
        DriftCommand::run);
  }

  private static void run(Call call) {
    var name = call.options().get("name");
    call.console().progress("Asking for the image of '" + name + "'...");
    var revision = revision(call, name);
    var report = call.project().drift(Names.appOf(revision), revision);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(report));
      return;
    }
    call.console().ok();
    call.console().progress("");
    print(call.console(), revision, report);
  }

  /// The revision that serves, or else the newest.
  private static String revision(Call call, String name) {
    if (PrefetchCommand.isRevision(name)) {
      return name;
    }
    App app = call.project().app(name);
    var details = app.statusDetails();
    var serving = details == null ? null : details.latestReadyRevision();
    var revision = serving != null || details == null ? serving : details.latestCreatedRevision();
    if (revision == null) {
      throw CommandFailed.because(
          "Application '" + name + "' has no revision yet",
          "it was only just created",
          "run 'windlass app get --name " + name + "' to see how it is");
    }
    return revision;
  }

  private static void print(Console console, String revision, DriftReport report) {
    var drift = report.drift();
    new Sheet(0)
        .add("Revision", revision)
        .add("Image", drift.image())
        .add("Pinned to", drift.digest())
        .add("The tag names", drift.tagDigest())
        .add("State", Words.capital(drift.state().replace('_', ' ')))
        .add("Since", drift.since())
        .print(console);
    console.print("");
    console.print(drift.message());
    var change = report.change();
    if (change != null) {
      print(console, change);
      console.print("");
      console.print(
          "To take the new one, run 'windlass app update --name " + Names.appOf(revision) + "'.");
    }
    if (report.diagnosis() != null) {
      console.print("");
      console.print("What is another cannot be told:");
      console.print(Console.words(report.diagnosis()));
    }
  }

  private static void print(Console console, ImageChange change) {
    console.print("");
    var layers = Table.of("Layers", "Number", "Compressed");
    layers.row("the same", change.sharedLayers(), PullProgress.size(change.sharedBytes()));
    layers.row("added", change.added().size(), size(change.added()));
    layers.row("removed", change.removed().size(), size(change.removed()));
    layers.print(console);
    if (!change.settings().isEmpty()) {
      var settings = Table.of("Setting", "Pinned", "Now");
      for (var setting : change.settings()) {
        settings.row(setting.name(), shown(setting.before()), shown(setting.after()));
      }
      console.print("");
      settings.print(console);
    }
  }

  private static String size(List<ImageChange.Layer> layers) {
    return PullProgress.size(layers.stream().mapToLong(ImageChange.Layer::size).sum());
  }

  private static String shown(@Nullable String value) {
    return value == null ? "(not set)" : value.isEmpty() ? "(empty)" : value;
  }

  /// For the sheet of an app or a revision.
  static String line(@Nullable Drift drift) {
    return drift != null && drift.isNews() ? drift.message() : "";
  }

  private static Tree tree(DriftReport report) {
    return new Tree()
        .with("drift", tree(report.drift()))
        .with("change", report.change() == null ? null : tree(report.change()))
        .with("diagnosis", report.diagnosis());
  }

  static Tree tree(Drift drift) {
    return new Tree()
        .with("state", drift.state())
        .with("image", drift.image())
        .with("digest", drift.digest())
        .with("tagDigest", drift.tagDigest())
        .with("checkedAt", drift.checkedAt())
        .with("since", drift.since())
        .with("message", drift.message());
  }

  private static Tree tree(ImageChange change) {
    return new Tree()
        .with("from", change.from())
        .with("to", change.to())
        .with("sharedLayers", change.sharedLayers())
        .with("sharedBytes", change.sharedBytes())
        .with("added", change.added().stream().map(DriftCommand::tree).toList())
        .with("removed", change.removed().stream().map(DriftCommand::tree).toList())
        .with("settings", change.settings().stream().map(DriftCommand::tree).toList());
  }

  private static Map<String, Object> tree(ImageChange.Layer layer) {
    return new Tree().with("digest", layer.digest()).with("size", layer.size());
  }

  private static Map<String, Object> tree(ImageChange.Setting setting) {
    return new Tree()
        .with("name", setting.name())
        .with("before", setting.before())
        .with("after", setting.after());
  }
}
