// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which images what is in a store needs, by digest: those of every revision, asleep or not, and of
/// every job run that is not over. What was not resolved yet needs none.
public final class Leases {
  private static final Set<String> OVER = Set.of("completed", "failed");

  private Leases() {}

  public static List<Lease> of(Store store) {
    return Stream.concat(ofRevisions(store), ofJobRuns(store)).toList();
  }

  /// Whether a change may be one of leases.
  public static boolean mayChangeBy(Store.Change change) {
    return change.kind().equals(Kind.REVISION) || change.kind().equals(Kind.JOB_RUN);
  }

  private static Stream<Lease> ofRevisions(Store store) {
    return store.list(Kind.REVISION, "").stream().flatMap(Leases::ofRevision);
  }

  private static Stream<Lease> ofRevision(Resource<RevisionSpec, RevisionObserved> revision) {
    return lease(
        revision.wanted().template().imageReference(),
        revision.observed().digest(),
        "app %s, revision %s".formatted(revision.wanted().app(), revision.key().name()),
        revision.key());
  }

  private static Stream<Lease> ofJobRuns(Store store) {
    return store.list(Kind.JOB_RUN, "").stream()
        .filter(run -> !OVER.contains(run.observed().status()))
        .flatMap(Leases::ofJobRun);
  }

  private static Stream<Lease> ofJobRun(Resource<JobRunPrototype, JobRunObserved> run) {
    return lease(
        run.wanted().imageReference(),
        run.observed().digest(),
        "job run " + run.key().name(),
        run.key());
  }

  private static Stream<Lease> lease(
      @Nullable String image, @Nullable String digest, String holder, Key key) {
    return Optional.ofNullable(image)
        .filter(_ -> digest != null)
        .flatMap(Leases::reference)
        .map(reference -> reference.at(Digest.parse(String.valueOf(digest))))
        .map(pinned -> new Lease(pinned, holder, key.project()))
        .stream();
  }

  private static Optional<Reference> reference(String image) {
    try {
      return Optional.of(Reference.parse(image));
    } catch (InvalidName e) {
      return Optional.empty(); // whoever deploys it is told
    }
  }
}
