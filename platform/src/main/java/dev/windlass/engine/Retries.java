// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import dev.windlass.image.Repository;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Lets what could not be pulled be tried again at once, because somebody asks for it or because
/// something has changed that may have mended it.
public record Retries(Store store, InstantSource clock) {
  /// From now on a job run that waits for its image looks again when its registry secret changes,
  /// and whoever pulls with a secret remembers that it did. Apps look again by themselves.
  public void watchSecrets() {
    store.onChange(change -> {
      if (change.kind().equals(Kind.SECRET)) {
        ofSecret(change.key());
      }
    });
  }

  private void ofSecret(Key secret) {
    var words =
        "The registry secret '%s' was %s"
            .formatted(
                secret.name(), store.find(Kind.SECRET, secret).isPresent() ? "changed" : "deleted");
    store.list(Kind.APP, secret.project()).stream()
        .filter(app -> secret.name().equals(app.wanted().imageSecret()))
        .forEach(app -> tell(Kind.APP, app.key(), words));
    store.list(Kind.JOB_RUN, secret.project()).stream()
        .filter(run -> secret.name().equals(run.wanted().imageSecret()))
        .forEach(run -> {
          tell(Kind.JOB_RUN, run.key(), words);
          runAgain(run);
        });
  }

  private void tell(Kind<?, ?> kind, Key key, String words) {
    store.record(kind, key, "Normal", "SecretChanged", "", words);
  }

  /// All that wait for an image of these repositories, but for what a registry limits: that is
  /// asked for when the registry says.
  public void of(Predicate<Repository> repositories) {
    store.list(Kind.REVISION, "").stream()
        .filter(revision ->
            isIn(repositories, revision.wanted().template().imageReference())
                && (isOfPull(revision.observed()) || isLoading(revision.observed()))
                && !isLimited(revision.observed().diagnosis()))
        .forEach(this::again);
    store.list(Kind.JOB_RUN, "").stream()
        .filter(run ->
            isIn(repositories, run.wanted().imageReference())
                && !isLimited(run.observed().diagnosis()))
        .forEach(this::runAgain);
  }

  private static boolean isIn(Predicate<Repository> repositories, @Nullable String image) {
    try {
      return image != null && repositories.test(Reference.parse(image).repository());
    } catch (InvalidName e) {
      return false; // whoever deployed it was told
    }
  }

  private static boolean waits(RevisionObserved observed) {
    return observed.attempts() > 0 || isLoading(observed);
  }

  /// Its first attempt may be under way, and may have asked too early.
  private static boolean isLoading(RevisionObserved observed) {
    return observed.status().equals("loading");
  }

  private static boolean isLimited(@Nullable Diagnosis why) {
    return why != null && why.code().equals(Cause.RATE_LIMIT.id());
  }

  private static boolean isOfPull(RevisionObserved observed) {
    return Arrays.stream(CodeEngineReason.values())
        .anyMatch(reason -> reason.toString().equals(observed.reason()));
  }

  /// All revisions of an app that wait for another try; their names.
  public List<String> ofApp(Key app) {
    var waiting =
        store.list(Kind.REVISION, app.project()).stream()
            .filter(revision -> revision.wanted().app().equals(app.name()))
            .filter(revision -> revision.observed().attempts() > 0)
            .filter(revision -> isActive(app, revision.key().name()))
            .toList();
    waiting.forEach(this::again);
    return waiting.stream().map(revision -> revision.key().name()).toList();
  }

  /// Only the newest and the one that serves have instances.
  private boolean isActive(Key app, String revision) {
    return store
        .find(Kind.APP, app)
        .map(Resource::observed)
        .filter(seen ->
            revision.equals(seen.latestCreatedRevision())
                || revision.equals(seen.latestReadyRevision()))
        .isPresent();
  }

  private void again(Resource<RevisionSpec, RevisionObserved> revision) {
    store.observe(
        Kind.REVISION, revision.key(), now -> waits(now) ? now.due(clock.instant()) : now);
  }

  /// A job run that waits for its image; false when it does not.
  public boolean ofJobRun(Key run) {
    return store.find(Kind.JOB_RUN, run).map(this::runAgain).orElse(false);
  }

  private boolean runAgain(Resource<JobRunPrototype, JobRunObserved> run) {
    store.observe(Kind.JOB_RUN, run.key(), now -> waits(now) ? now.due(clock.instant()) : now);
    return run.observed().retryAt() != null;
  }

  private static boolean waits(JobRunObserved observed) {
    return observed.retryAt() != null
        || (observed.status().equals("pending") && observed.digest() == null);
  }
}
