// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.image.Attempt;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Images;
import dev.windlass.image.Inspection;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Recording;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Does what a pull does, step by step, and says what ended it. Safe to share between threads.
public final class Doctor {
  private final Images images;
  private final InstantSource clock;

  public Doctor(Images images, InstantSource clock) {
    this.images = images;
    this.clock = clock;
  }

  /// Looks at one image. Interrupted, it stops at once.
  ///
  /// @param watcher is told of each step
  public Report examine(Patient patient, Progress watcher) throws InterruptedException {
    var recording = new Recording(patient.image(), clock, watcher);
    return switch (images.resolve(patient.image(), patient.credentials(), recording)) {
      case Failure failure -> failed(patient, recording, Optional.empty(), failure);
      case Resolution.Resolved(var pinned) -> look(patient, pinned, recording);
    };
  }

  /// What is to be said where nobody needs to be asked.
  public Report without(String target, Failure failure) {
    var patient = new Patient(target, failure.image(), Credentials.NONE, Patient.Depth.DOCUMENTS);
    return failed(
        patient, new Recording(failure.image(), clock, Progress.SILENT), Optional.empty(), failure);
  }

  private Report look(Patient patient, Reference.Pinned pinned, Recording recording)
      throws InterruptedException {
    var digest = Optional.of(pinned.digest());
    return switch (patient.depth()) {
      case DOCUMENTS ->
          switch (images.inspect(pinned, patient.credentials(), recording)) {
            case Failure failure -> failed(patient, recording, digest, failure);
            case Inspection.Inspected _ -> healthy(patient, recording, digest);
          };
      case ALL ->
          switch (images.pull(pinned, patient.credentials(), recording)) {
            case Failure failure -> failed(patient, recording, digest, failure);
            case Pull.Pulled _ -> healthy(patient, recording, digest);
          };
    };
  }

  private static Report healthy(Patient patient, Recording recording, Optional<Digest> digest) {
    return report(patient, recording.attempt(digest, 0, Optional.empty()), List.of());
  }

  private static Report failed(
      Patient patient, Recording recording, Optional<Digest> digest, Failure failure) {
    var finding = Findings.of("", Cause.of(failure), Diagnosis.of(failure), Optional.empty());
    return report(patient, recording.attempt(digest, 0, Optional.of(failure)), List.of(finding));
  }

  private static Report report(Patient patient, Attempt attempt, List<Report.Finding> findings) {
    return new Report(
        Report.VERSION,
        patient.target(),
        Findings.verdict(findings),
        findings.isEmpty()
            ? "The image \"%s\" can be pulled.".formatted(patient.image())
            : findings.getFirst().problem(),
        attempt.started().toString(),
        attempt.took().toMillis(),
        patient.image().toString(),
        attempt.digest().map(Digest::toString).orElse(null),
        findings,
        List.of(),
        List.of(),
        List.of(),
        attempt.places().stream().map(Attempts::place).toList(),
        attempt.steps().stream().map(Attempts::step).toList());
  }
}
