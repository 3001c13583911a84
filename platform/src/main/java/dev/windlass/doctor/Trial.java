// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import java.util.Optional;

/// One thing that must be so on a machine for containers to run, and whether it is.
///
/// @param wrong what there is to say when it is not
record Trial(String question, String answer, Optional<Diagnosis> wrong) {
  static Trial passed(String question, String answer) {
    return new Trial(question, answer, Optional.empty());
  }

  /// @param seen what was found instead
  static Trial failed(String question, String seen, Cause cause, String problem, String fix) {
    return new Trial(
        question,
        seen,
        Optional.of(new Diagnosis(cause.id(), problem, cause.sentence(), fix, seen)));
  }

  void tell(Chart chart) {
    chart.add(new Report.Check(question, wrong.isEmpty() ? "yes" : "no", answer));
    wrong.ifPresent(why ->
        chart.add(Findings.of("", Cause.byId(why.code()).orElseThrow(), why, Optional.empty())));
  }
}
