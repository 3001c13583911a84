// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.doctor.Attempts;
import dev.windlass.engine.Kind;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Resource;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.Pull;
import dev.windlass.image.Recording;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Brings the image of a revision here: pins the revision the first time, then sees to it that what
/// it is pinned to is here. Keeps a record of each attempt that had anything to do.
final class Fetch {
  private final Parts parts;
  private final Pulls pulls;
  private final Journal journal;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Fetch(Parts parts, Pulls pulls, Journal journal) {
    this.parts = parts;
    this.pulls = pulls;
    this.journal = journal;
  }

  /// @param instance that the events are about
  Image image(Revision revision, Reference reference, String instance)
      throws Stuck, InterruptedException {
    var progress = pulls.begin(revision.id(), reference.toString());
    try {
      return new One(
              revision,
              reference,
              instance,
              tellOfPulling(revision, reference, instance),
              new Recording(reference, parts.clock(), progress))
          .image();
    } finally {
      pulls.end(revision.id());
    }
  }

  /// True when it is told now: before the tag is resolved, so that people see what was tried.
  private boolean tellOfPulling(Revision revision, Reference image, String instance) {
    boolean first = told.add(revision.id());
    if (first) {
      journal.normal(revision, "Pulling", instance, "Pulling image \"%s\"".formatted(image));
    }
    return first;
  }

  /// One attempt. It is the first since the start of the engine, after a failure, or one of many
  /// that have nothing to do.
  private final class One {
    private final Revision revision;
    private final Reference reference;
    private final String instance;
    private final boolean first;
    private final Recording recording;
    private final Instant begin = parts.clock().instant();

    One(
        Revision revision,
        Reference reference,
        String instance,
        boolean first,
        Recording recording) {
      this.revision = revision;
      this.reference = reference;
      this.instance = instance;
      this.first = first;
      this.recording = recording;
    }

    Image image() throws Stuck, InterruptedException {
      var credentials = credentials();
      var pinned = pinned(credentials);
      return switch (parts.images().pull(pinned, credentials, recording)) {
        case Pull.Pulled(var here, var fetched) -> {
          if (first || fetched > 0) {
            pulled(pinned, fetched);
          }
          yield here;
        }
        case Failure failure -> throw failed(failure);
      };
    }

    private Credentials credentials() throws Stuck {
      var name = Optional.ofNullable(revision.template().imageSecret());
      return switch (RegistrySecret.of(parts.store(), revision.app().project(), name)) {
        case RegistrySecret.Found(var credentials) -> credentials;
        case RegistrySecret.Missing(var missing) -> {
          recording.ends(RegistrySecret.stepOfMissing(missing, parts.clock().instant()));
          throw failed(new Failure.MissingSecret(reference, missing));
        }
      };
    }

    /// Asks the store and not the revision we were given: an earlier launch may have pinned it.
    private Reference.Pinned pinned(Credentials credentials) throws Stuck, InterruptedException {
      var known = digest();
      if (known.isPresent()) {
        return reference.at(known.get());
      }
      return switch (parts.images().resolve(reference, credentials, recording)) {
        case Resolution.Resolved(var image) -> {
          pin(image.digest());
          yield reference.at(digest().orElse(image.digest()));
        }
        case Failure failure -> throw failed(failure);
      };
    }

    private Optional<Digest> digest() {
      return parts
          .store()
          .find(Kind.REVISION, revision.key())
          .filter(now -> now.id().equals(revision.id()))
          .map(Resource::observed)
          .flatMap(now -> Optional.ofNullable(now.digest()))
          .map(Digest::parse);
    }

    private void pin(Digest digest) {
      parts
          .store()
          .observe(
              Kind.REVISION,
              revision.key(),
              now -> now.digest() == null ? now.pinned(digest.toString()) : now);
    }

    private Stuck failed(Failure failure) {
      told.remove(revision.id()); // the next attempt is another pull
      var attempt = recording.attempt(digest(), 0, Optional.of(failure));
      return new Stuck(new Trouble.NotPulled(failure, attempt));
    }

    private void pulled(Reference.Pinned image, long fetched) {
      var attempt = recording.attempt(Optional.of(image.digest()), fetched, Optional.empty());
      parts
          .store()
          .attempted(Kind.REVISION, revision.key(), Attempts.kept(attempt, Optional.empty()));
      var took = Duration.between(begin, parts.clock().instant());
      journal.normal(
          revision,
          "Pulled",
          instance,
          fetched == 0
              ? "Container image \"%s\" already present on machine".formatted(image)
              : "Successfully pulled image \"%s\" in %.1fs"
                  .formatted(image, took.toMillis() / 1000.0));
    }
  }
}
