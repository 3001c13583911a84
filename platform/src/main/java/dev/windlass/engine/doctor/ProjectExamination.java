// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.Chart;
import dev.windlass.doctor.Findings;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the engine has seen of all that a project has. Nobody is asked anew; each finding names
/// what to look at next.
record ProjectExamination(Store store, String project) {
  void look(Chart chart) {
    apps(chart);
    runs(chart);
    if (chart.isHealthy()) {
      chart.saying("Nothing is wrong with the engine and this project.");
    }
  }

  private void apps(Chart chart) {
    store
        .list(Kind.APP, project)
        .forEach(app ->
            Optional.ofNullable(app.observed().latestCreatedRevision())
                .flatMap(name -> store.find(Kind.REVISION, new Key(project, name)))
                .map(Resource::observed)
                .filter(seen -> !seen.status().equals("ready"))
                .ifPresent(seen ->
                    tell(chart, "app/" + app.key().name(), seen.diagnosis(), seen.retryAt())));
  }

  private void runs(Chart chart) {
    store
        .list(Kind.JOB_RUN, project)
        .forEach(run ->
            tell(
                chart,
                "jobrun/" + run.key().name(),
                run.observed().diagnosis(),
                run.observed().retryAt()));
  }

  private static void tell(
      Chart chart, String subject, @Nullable Diagnosis why, @Nullable Instant retryAt) {
    if (why != null) {
      chart.add(
          Findings.of(
              subject,
              Cause.byId(why.code()).orElse(Cause.UNDETERMINED),
              why,
              Optional.ofNullable(retryAt)));
    }
  }
}
