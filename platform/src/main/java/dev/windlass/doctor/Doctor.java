// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.doctor.OwnRegistry.Knowledge;
import dev.windlass.image.Attempt;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.Images;
import dev.windlass.image.Inspection;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Questions;
import dev.windlass.image.Recording;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Does what a pull does, step by step; when that fails, asks what else it can, and says what is
/// wrong and what mends it. Safe to share between threads.
public final class Doctor {
  private final Images images;
  private final Questions questions;
  private final OwnRegistry own;
  private final LongSupplier room;
  private final InstantSource clock;

  /// @param room how many bytes are free where images are kept
  public Doctor(
      Images images, Questions questions, OwnRegistry own, LongSupplier room, InstantSource clock) {
    this.images = images;
    this.questions = questions;
    this.own = own;
    this.room = room;
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

  /// What is to be said where the registry secret is not there, so that nobody can be asked with
  /// it.
  public Report without(Patient patient, String secret) throws InterruptedException {
    return failed(
        patient,
        new Recording(patient.image(), clock, Progress.SILENT),
        Optional.empty(),
        new Failure.MissingSecret(patient.image(), secret));
  }

  private Report look(Patient patient, Reference.Pinned pinned, Recording recording)
      throws InterruptedException {
    var digest = Optional.of(pinned.digest());
    return switch (patient.depth()) {
      case DOCUMENTS ->
          switch (images.inspect(pinned, patient.credentials(), recording)) {
            case Failure failure -> failed(patient, recording, digest, failure);
            case Inspection.Inspected(_, var config, var layers) ->
                healthy(patient, recording, pinned, config, size(layers));
          };
      case ALL ->
          switch (images.pull(pinned, patient.credentials(), recording)) {
            case Failure failure -> failed(patient, recording, digest, failure);
            case Pull.Pulled(var image, _) ->
                healthy(patient, recording, pinned, image.config(), 0);
          };
    };
  }

  private static long size(List<Inspection.Part> layers) {
    return layers.stream().mapToLong(Inspection.Part::size).sum();
  }

  private Report healthy(
      Patient patient,
      Recording recording,
      Reference.Pinned pinned,
      Image.Config config,
      long toFetch)
      throws InterruptedException {
    var attempt = recording.attempt(Optional.of(pinned.digest()), 0, Optional.empty());
    var warnings = new Cautions(patient, attempt).of(config, toFetch, room.getAsLong());
    new Standing(images, own, patient).warn(warnings);
    return report(patient, attempt, List.of(), warnings, List.of(), List.of());
  }

  private Report failed(
      Patient patient, Recording recording, Optional<Digest> digest, Failure failure)
      throws InterruptedException {
    var attempt = recording.attempt(digest, 0, Optional.of(failure));
    var decisive = failure instanceof Failure.Mirrored all ? all.decisive() : failure;
    var experiments = new Experiments(questions, patient, decisive.image());
    var first = Cause.of(failure);
    var answers = experiments.after(first);
    var known = own.about(decisive.image());
    var decision = decide(patient, decisive, first, answers, known);
    var findings = new ArrayList<Report.Finding>();
    findings.add(finding(patient, failure, decision, answers, known));
    answers.behind().ifPresent(besides -> findings.add(besides(patient, besides, answers, known)));
    return report(
        patient,
        attempt,
        findings,
        List.of(),
        experiments.checks(),
        decision.not().entrySet().stream()
            .map(not -> new Report.RuledOut(not.getKey().id(), not.getValue()))
            .sorted(Comparator.comparing(Report.RuledOut::code))
            .toList());
  }

  private static Decision decide(
      Patient patient, Failure decisive, Cause first, Answers answers, Optional<Knowledge> known) {
    var decision =
        Decision.of(
            new Decision.Seen(
                first,
                decisive.image() instanceof Reference.Pinned,
                patient.hasCredentials(decisive.image()),
                Remedy.isSilent(decisive),
                answers));
    return known.map(ours -> settled(decision, decisive, ours)).orElse(decision);
  }

  /// What is there, and from where one may sign in, our own registry knows.
  private static Decision settled(Decision decision, Failure decisive, Knowledge ours) {
    if (decision.isCertain()) {
      return decision;
    }
    if (decision.candidates().contains(Cause.ADDRESS_NOT_ALLOWED)) {
      return ours.allowed().isEmpty()
          ? decision.settled(Cause.CREDENTIALS_WRONG, "one may sign in from everywhere")
          : decision;
    }
    boolean there = ours.repositories().contains(decisive.image().repository().path());
    return there
        ? decision.without(Cause.REPOSITORY_ABSENT, "the registry has it")
        : decision.settled(Cause.REPOSITORY_ABSENT, "there is no such repository");
  }

  private Report.Finding finding(
      Patient patient,
      Failure failure,
      Decision decision,
      Answers answers,
      Optional<Knowledge> known) {
    var words =
        new Remedy(
                patient,
                Remedy.decided(failure, decision.cause()),
                decision.cause(),
                answers,
                known,
                addresses(),
                clock.instant())
            .words();
    return Findings.of(decision, words);
  }

  /// What is wrong too, whoever asks.
  private Report.Finding besides(
      Patient patient, Failure failure, Answers answers, Optional<Knowledge> known) {
    var cause = Cause.of(failure);
    var decision =
        Decision.of(
            new Decision.Seen(
                cause, failure.image() instanceof Reference.Pinned, false, false, answers));
    return finding(patient, failure, decision, answers, known);
  }

  private static EgressAddresses addresses() {
    try {
      return EgressAddresses.ofThisMachine();
    } catch (SocketException unknown) {
      return new EgressAddresses(List.of(), List.of());
    }
  }

  private static Report report(
      Patient patient,
      Attempt attempt,
      List<Report.Finding> findings,
      List<Report.Warning> warnings,
      List<Report.Check> checks,
      List<Report.RuledOut> not) {
    return new Report(
        Report.VERSION,
        patient.target().toString(),
        Findings.verdict(findings),
        findings.isEmpty()
            ? "The image \"%s\" can be pulled.".formatted(patient.image())
            : findings.getFirst().problem(),
        attempt.started().toString(),
        attempt.took().toMillis(),
        patient.image().toString(),
        attempt.digest().map(Digest::toString).orElse(null),
        findings,
        warnings,
        checks,
        not,
        attempt.places().stream().map(Attempts::place).toList(),
        attempt.steps().stream().map(Attempts::step).toList());
  }
}
