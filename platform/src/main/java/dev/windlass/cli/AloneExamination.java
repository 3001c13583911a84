// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.Alone;
import dev.windlass.doctor.Chart;
import dev.windlass.doctor.Findings;
import dev.windlass.doctor.Machine;
import dev.windlass.doctor.Patient;
import dev.windlass.doctor.Target;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Progress;
import dev.windlass.image.Reference;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What can be found out without an engine: about an image, and about this machine.
record AloneExamination(Call call, Target target) {
  private static final List<String> OPTIONS =
      List.of("alone", "username", "password-stdin", "secret-file", "docker-config", "tls");

  /// Whether somebody asked for it.
  static boolean isWanted(Options options) {
    return OPTIONS.stream().anyMatch(options::has);
  }

  Report examine(Progress watcher) {
    return switch (target.kind()) {
      case IMAGE -> image(watcher);
      case EVERYTHING -> machine();
      case APP, REVISION, JOB, JOBRUN, SECRET ->
          throw CommandFailed.misused(
              "'%s' is known to an engine only; without one an image can be looked at, or the machine"
                  .formatted(target));
    };
  }

  private Report image(Progress watcher) {
    var image = reference();
    var credentials = new AloneCredentials(call).at(image.repository().host());
    boolean all = Alone.canFetchLayers() && !call.options().flag("documents-only");
    var depth = all ? Patient.Depth.ALL : Patient.Depth.DOCUMENTS;
    try {
      var report =
          Alone.examine(
              Patient.of(target, image, credentials, depth), call.options().flag("tls"), watcher);
      return all || !report.verdict().equals(Report.HEALTHY) ? report : withoutLayers(report);
    } catch (IOException e) {
      throw CommandFailed.because(
          "The image could not be looked at",
          e.toString(),
          "see whether there is room for temporary files: df -h /tmp");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("The examination was interrupted");
    }
  }

  private Reference reference() {
    try {
      return Reference.parse(target.name());
    } catch (InvalidName e) {
      throw CommandFailed.misused("TARGET is '%s': %s".formatted(target.name(), e.getMessage()));
    }
  }

  private static Report withoutLayers(Report report) {
    return Chart.of(report)
        .add(
            new Report.Check(
                "Can the layers be unpacked?",
                "unknown",
                "they were not fetched: that takes root, and no --documents-only"))
        .report(report.milliseconds());
  }

  private Report machine() {
    var now = call.around().clock().instant();
    var chart = Chart.empty(target, now.toString());
    chart.add(
        Findings.of(
            "",
            Cause.ENGINE_SILENT,
            new Diagnosis(
                Cause.ENGINE_SILENT.id(),
                "The engine does not answer",
                Config.in(call.around().home())
                    .map(config -> "nobody listens at " + config.api())
                    .orElse("none was started by this user yet"),
                "start it: windlass up -d",
                ""),
            Optional.empty()));
    new Machine(call.around().home(), List.of(), call.around().clock()).look(chart);
    return chart.report(call.around().clock().instant().toEpochMilli() - now.toEpochMilli());
  }
}
