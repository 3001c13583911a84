// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.JobRun;
import java.util.List;

/// Tells how far a run with several indices is: drawn over and over on a terminal, elsewhere each
/// time that another tenth of them is over.
final class IndexProgress {
  private final Console console;
  private int saidTenths;

  IndexProgress(Console console) {
    this.console = console;
  }

  void show(JobRun run) {
    var details = run.statusDetails();
    int all = JobRunView.count(ArraySpec.size(run.scaleArraySpec()));
    if (details == null || all < 2) {
      return;
    }
    int succeeded = JobRunView.count(details.succeeded());
    int failed = JobRunView.count(details.failed());
    var words =
        "%d of %d indices succeeded%s, %d running, %d pending"
            .formatted(
                succeeded,
                all,
                failed == 0 ? "" : ", " + failed + " failed",
                JobRunView.count(details.running()),
                JobRunView.count(details.pending()));
    if (console.isLive()) {
      console.draw(List.of(words));
    } else {
      sayNowAndThen(words, (succeeded + failed) * 10 / all);
    }
  }

  private void sayNowAndThen(String words, int tenths) {
    if (tenths != saidTenths) {
      saidTenths = tenths;
      console.progress(words);
    }
  }
}
