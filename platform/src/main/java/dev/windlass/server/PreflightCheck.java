// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.Preflight;
import dev.windlass.api.Report;
import dev.windlass.doctor.Bounded;
import dev.windlass.doctor.Patient.Depth;
import dev.windlass.doctor.Target;
import dev.windlass.engine.doctor.Examiner;
import dev.windlass.image.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks at once whether what was just made can work, and tells it in the answer. Never in the way:
/// it is made already, and nobody waits longer than the limit. Who does not want it says
/// `preflight=false` in the query.
record PreflightCheck(Site site) {
  void add(Map<String, Object> answer, Call call, Home home, Target target)
      throws InterruptedException {
    if (call.query("preflight").filter("false"::equals).isEmpty()) {
      answer.put("preflight", Typed.map(look(home, target)));
    }
  }

  private Preflight look(Home home, Target target) throws InterruptedException {
    var wish = new Examiner.Wish(home.id(), target, Optional.empty(), Depth.DOCUMENTS);
    var most = site.limits().preflight();
    return Bounded.call(
            "preflight of " + target, most, () -> site.examiner().examine(wish, Progress.SILENT))
        .map(Preflight::of)
        .orElseGet(() -> later(target, most));
  }

  private static Preflight later(Target target, Duration most) {
    return new Preflight(
        Report.UNDETERMINED,
        "The registry has not answered within %d ms; to see what comes of it: windlass doctor %s"
            .formatted(most.toMillis(), target),
        most.toMillis(),
        List.of(),
        List.of());
  }
}
