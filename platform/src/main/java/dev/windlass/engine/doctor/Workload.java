// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.JobPrototype;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.api.VolumeMount;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.image.Digest;
import dev.windlass.image.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What an app, a job or a run of one needs, and what was seen of it.
///
/// @param digest that it is pinned to, once it is
/// @param port that it is asked on; empty where nobody asks
/// @param hasCommand whether it says which program to run, whatever the image says
/// @param state in one word: `ready`, `failed`; empty where there is none, as of a job
/// @param isWell whether the state is as it should be
/// @param diagnosis why it is not well
record Workload(
    String image,
    Optional<Digest> digest,
    Optional<String> secret,
    OptionalInt port,
    boolean hasCommand,
    List<EnvVar> variables,
    List<VolumeMount> mounts,
    String state,
    boolean isWell,
    Optional<Diagnosis> diagnosis,
    Optional<Instant> retryAt) {

  static Workload of(Resource<RevisionSpec, RevisionObserved> revision) {
    var app = revision.wanted().template();
    var seen = revision.observed();
    return of(
        app,
        digest(seen.digest()),
        seen.status(),
        seen.status().equals("ready"),
        seen.diagnosis(),
        seen.retryAt());
  }

  /// An app without any revision.
  static Workload of(AppPrototype app) {
    return of(app, Optional.empty(), "deploying", false, null, null);
  }

  private static Workload of(
      AppPrototype app,
      Optional<Digest> digest,
      String state,
      boolean isWell,
      @Nullable Diagnosis diagnosis,
      @Nullable Instant retryAt) {
    return new Workload(
        app.imageReference(),
        digest,
        Optional.ofNullable(app.imageSecret()),
        OptionalInt.of(requireNonNullElse(app.imagePort(), 8080)),
        !requireNonNullElse(app.runCommands(), List.of()).isEmpty(),
        requireNonNullElse(app.runEnvVariables(), List.of()),
        requireNonNullElse(app.runVolumeMounts(), List.of()),
        state,
        isWell,
        Optional.ofNullable(diagnosis),
        Optional.ofNullable(retryAt));
  }

  static Workload of(JobPrototype job) {
    return new Workload(
        job.imageReference(),
        Optional.empty(),
        Optional.ofNullable(job.imageSecret()),
        OptionalInt.empty(),
        !requireNonNullElse(job.runCommands(), List.of()).isEmpty(),
        requireNonNullElse(job.runEnvVariables(), List.of()),
        requireNonNullElse(job.runVolumeMounts(), List.of()),
        "",
        true,
        Optional.empty(),
        Optional.empty());
  }

  static Workload ofRun(Resource<JobRunPrototype, JobRunObserved> run) {
    var wanted = run.wanted();
    var seen = run.observed();
    return new Workload(
        requireNonNullElse(wanted.imageReference(), ""),
        digest(seen.digest()),
        Optional.ofNullable(wanted.imageSecret()),
        OptionalInt.empty(),
        !requireNonNullElse(wanted.runCommands(), List.of()).isEmpty(),
        requireNonNullElse(wanted.runEnvVariables(), List.of()),
        requireNonNullElse(wanted.runVolumeMounts(), List.of()),
        seen.status(),
        !seen.status().equals("failed") && seen.diagnosis() == null,
        Optional.ofNullable(seen.diagnosis()),
        Optional.ofNullable(seen.retryAt()));
  }

  private static Optional<Digest> digest(@Nullable String text) {
    return Optional.ofNullable(text).map(Digest::parse);
  }

  Reference named() {
    return Reference.parse(image);
  }

  /// By its digest, once that is known.
  Reference reference() {
    return digest.<Reference>map(named()::at).orElse(named());
  }
}
