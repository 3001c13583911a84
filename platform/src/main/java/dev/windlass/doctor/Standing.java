// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.image.Failure;
import dev.windlass.image.Images;
import dev.windlass.image.Progress;
import dev.windlass.image.Reference;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Whether the registry still has what a workload is pinned to. That what is here starts without it
/// makes it a warning.
record Standing(Images images, OwnRegistry own, Patient patient) {
  private static final Duration MOST = Duration.ofMillis(500);
  private static final Set<Cause> GONE =
      EnumSet.of(Cause.DIGEST_ABSENT, Cause.REPOSITORY_ABSENT, Cause.IMAGE_ABSENT);

  void warn(List<Report.Warning> warnings) throws InterruptedException {
    if (!(patient.image() instanceof Reference.Pinned pinned) || patient.named().isEmpty()) {
      return;
    }
    var checked =
        Bounded.call(
            "check of " + pinned,
            MOST,
            () -> images.check(pinned, patient.credentials(), Progress.SILENT));
    if (checked.isPresent()
        && checked.get() instanceof Failure why
        && GONE.contains(Cause.of(why))) {
      warnings.add(
          new Report.Warning(
              Cause.DIGEST_ABSENT.id(),
              "The registry has lost the digest %s; it starts from the copy that is kept here."
                  .formatted(pinned.digest().brief()),
              fix(pinned)));
    }
  }

  private String fix(Reference.Pinned pinned) throws InterruptedException {
    var commands = new Commands(patient.target(), patient.name());
    return own.about(pinned).stream()
        .flatMap(ours -> ours.trashed().stream())
        .filter(gone -> gone.image().endsWith("@" + pinned.digest()))
        .findFirst()
        .map(gone ->
            "bring it back from the trash within %d days: windlass cr image-restore %s"
                .formatted(gone.days(), gone.image()))
        .orElseGet(() -> "take what the tag names now: " + commands.again());
  }
}
