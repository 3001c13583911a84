// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.diagnose.Family;
import dev.windlass.doctor.Chart;
import dev.windlass.doctor.Findings;
import dev.windlass.doctor.Target;
import dev.windlass.engine.Environment;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Store;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What there is to say of a workload besides its image: what it refers to, and what was seen of it
/// while it ran.
record WorkloadExamination(Store store, String project, Target target, Workload workload) {
  private static final Set<Family> OF_OTHERS =
      EnumSet.of(Family.REQUEST, Family.PROGRAM, Family.MACHINE);

  void look(Chart chart) {
    references(chart);
    workload.diagnosis().ifPresent(why -> observed(chart, why));
    state(chart);
  }

  private void references(Chart chart) {
    var missing = missing();
    if (!workload.variables().isEmpty() || !workload.mounts().isEmpty()) {
      chart.add(
          new Report.Check(
              "Are the secrets and config maps there that it refers to?",
              missing.isEmpty() ? "yes" : "no",
              String.join("; ", missing)));
    }
    boolean told =
        workload.diagnosis().filter(why -> isOf(why, Cause.CONFIGURATION_ABSENT)).isPresent();
    if (!missing.isEmpty() && !told) {
      chart.add(
          Findings.of(
              "",
              Cause.CONFIGURATION_ABSENT,
              new Diagnosis(
                  Cause.CONFIGURATION_ABSENT.id(),
                  "It refers to something that is not there",
                  String.join("; ", missing),
                  "make it, and it is used by itself: windlass secret create --help",
                  ""),
              Optional.empty()));
    }
  }

  private List<String> missing() {
    var ofEnvironment =
        switch (Environment.of(store, project, workload.variables())) {
          case Environment.Complete _ -> List.<String>of();
          case Environment.Missing(var what) -> what;
        };
    return Stream.concat(
            ofEnvironment.stream(), Mounts.missing(store, project, workload.mounts()).stream())
        .distinct()
        .toList();
  }

  private static boolean isOf(Diagnosis why, Cause cause) {
    return why.code().equals(cause.id());
  }

  /// What the engine saw is told unless a replay of the pull has just told it, or shown that it has
  /// passed.
  private void observed(Chart chart, Diagnosis why) {
    var cause = Cause.byId(why.code()).orElse(Cause.UNDETERMINED);
    boolean isOfPull = cause != Cause.UNDETERMINED && !OF_OTHERS.contains(cause.family());
    if (!isOfPull) {
      chart.add(Findings.of("", cause, why, workload.retryAt()));
    } else if (chart.isHealthy()) {
      chart.add(
          new Report.Warning(
              "mended",
              "The last pull failed with %s, and now it works.%s".formatted(cause, next()),
              "let the engine try again at once: " + retry()));
    }
  }

  private String next() {
    return workload
        .retryAt()
        .map(Instant::toString)
        .map(" The engine tries again by itself at %s."::formatted)
        .orElse("");
  }

  private String retry() {
    return switch (target.kind()) {
      case APP -> "windlass app retry --name " + target.name();
      case JOBRUN -> "windlass jobrun retry --name " + target.name();
      case REVISION, JOB, SECRET, IMAGE, EVERYTHING -> "windlass app retry --name APP";
    };
  }

  private void state(Chart chart) {
    if (!workload.state().isEmpty()) {
      chart.add(
          new Report.Check(
              "Is it as it should be?", workload.isWell() ? "yes" : "no", workload.state()));
    }
    chart.saying(
        workload.state().isEmpty()
            ? "Nothing is wrong with " + target + "."
            : "Nothing is wrong with %s; it is %s.".formatted(target, workload.state()));
  }
}
