// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ExaminationPrototype;
import dev.windlass.api.ExaminationUpdate;
import dev.windlass.api.LayerProgress;
import dev.windlass.api.PullAttempt;
import dev.windlass.api.Pulling;
import dev.windlass.api.Report;
import dev.windlass.api.Unreachable;
import dev.windlass.doctor.Target;
import dev.windlass.image.Digest;
import dev.windlass.image.Progress;
import dev.windlass.image.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `windlass doctor`: finds out what is wrong with something, by doing what the engine does, and
/// says what mends it.
final class DoctorCommand {
  static final int SICK = 1;
  static final int UNSURE = 2;

  private final Call call;
  private final PullProgress progress;
  private @Nullable Report report;

  private DoctorCommand(Call call) {
    this.call = call;
    this.progress = new PullProgress(call.console());
  }

  static Single command() {
    return new Single(
        "doctor",
        "Find out what is wrong with an image, an app, or everything, and what mends it. Exit code 0:"
            + " nothing is wrong; 1: a cause was found; 2: it cannot be told.",
        "[TARGET]",
        () ->
            List.of(
                Option.word(
                        "TARGET",
                        "An image, app/NAME, revision/NAME, job/NAME, jobrun/NAME or secret/NAME;"
                            + " without it, the engine and the whole project.")
                    .mayBeGiven(),
                Option.one(
                    "NAME",
                    "The registry secret to ask with, if the target is an image.",
                    "--registry-secret",
                    "--rs"),
                Option.flag(
                    "Do not fetch the layers: look at the manifest and the configuration only.",
                    "--documents-only"),
                Option.flag(
                    "Do not ask the engine: pull from here, as podman or Docker would.", "--alone"),
                Option.one("NAME", "Alone: who asks.", "--username", "-u"),
                Option.flag("Alone: read the password from standard input.", "--password-stdin"),
                Option.one(
                    "FILE",
                    "Alone: a Kubernetes secret or a .dockerconfigjson to ask with.",
                    "--secret-file"),
                Option.one(
                    "FOLDER", "Alone: where docker keeps its config.json.", "--docker-config"),
                Option.flag("Alone: speak TLS also to a registry on this machine.", "--tls"),
                Option.flag("Show each step while it happens, and all steps.", "--verbose", "-v"),
                CommonOptions.OUTPUT,
                CommonOptions.QUIET),
        DoctorCommand::run);
  }

  private static int run(Call call) {
    var target = Target.parse(call.options().has("target") ? call.options().get("target") : "");
    var report = new DoctorCommand(call).examined(target);
    ReportView.of(call, report).print();
    return exitCode(report);
  }

  static int exitCode(Report report) {
    return switch (report.verdict()) {
      case Report.HEALTHY -> 0;
      case Report.CAUSE -> SICK;
      default -> UNSURE;
    };
  }

  private Report examined(Target target) {
    call.console()
        .progress(
            target.kind() == Target.Kind.EVERYTHING
                ? "Looking at the engine and the project..."
                : "Looking at '" + target + "'...");
    if (AloneExamination.isWanted(call.options()) || Config.in(call.around().home()).isEmpty()) {
      return alone(target);
    }
    try {
      return ask(target.toString());
    } catch (Unreachable e) {
      if (target.kind() != Target.Kind.IMAGE && target.kind() != Target.Kind.EVERYTHING) {
        throw e;
      }
      call.console().complain("The engine does not answer; looking without it.");
      return alone(target);
    }
  }

  private Report alone(Target target) {
    return new AloneExamination(call, target).examine(new Shown());
  }

  /// Shows steps while they happen, to whoever wants to see them.
  private final class Shown implements Progress {
    private final Map<Digest, LayerProgress> layers = new LinkedHashMap<>(); // guarded by this

    @Override
    public synchronized void layer(Digest layer, long done, long total) {
      layers.put(layer, new LayerProgress(layer.toString(), done, total));
      progress.show(new Pulling("", List.copyOf(layers.values())));
    }

    @Override
    public void ends(Step done) {
      step(dev.windlass.doctor.Attempts.step(done));
    }
  }

  private Report ask(String target) {
    var options = call.options();
    call.project()
        .examine(
            new ExaminationPrototype(
                target,
                options.has("registry-secret") ? options.get("registry-secret") : null,
                options.flag("documents-only") ? true : null),
            this::told);
    call.console().draw(List.of());
    if (report == null) {
      throw CommandFailed.because(
          "The examination broke off",
          "the engine ended its answer before it said what it found",
          "see whether it runs with 'windlass status', and ask again");
    }
    return report;
  }

  private void told(ExaminationUpdate update) {
    switch (update.type()) {
      case "step" -> step(update.step());
      case "progress" ->
          progress.show(new Pulling("", Objects.requireNonNullElse(update.layers(), List.of())));
      case "report" -> report = update.report();
      default -> {} // of a newer engine
    }
  }

  private void step(PullAttempt.@Nullable Step step) {
    if (step != null && call.options().flag("verbose")) {
      Attempts.print(call.console(), step);
    }
  }
}
