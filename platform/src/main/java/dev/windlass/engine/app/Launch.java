// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Resource;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import dev.windlass.runtime.Container;
import dev.windlass.runtime.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Starts instances: from an image reference to a running process, or to words about what is in the
/// way. Begins from the top each time; what was done before costs little the second time.
final class Launch {
  private final Parts parts;
  private final Pulls pulls;
  private final Journal journal;
  private final Recipe recipe;
  private final Setback setback;
  private final Set<String> pulledBefore = ConcurrentHashMap.newKeySet();

  Launch(Parts parts, Pulls pulls) {
    this.parts = parts;
    this.pulls = pulls;
    this.journal = new Journal(parts.store());
    this.recipe = new Recipe(parts);
    this.setback = new Setback(parts, journal);
  }

  void run(Revision revision, List<Slot> slots) throws InterruptedException, IOException {
    // before anything is looked up: what changes from now on is a reason to try again
    String refersTo = references(revision).tags(revision.template());
    try {
      launch(revision, slots);
      parts.store().observe(Kind.REVISION, revision.key(), RevisionObserved::started);
    } catch (Stuck stuck) {
      if (stuck.trouble() instanceof Trouble.NotPulled) {
        pulledBefore.remove(revision.id()); // the next attempt is another pull
      }
      setback.write(revision, stuck.trouble(), refersTo, slots.getFirst().id());
    }
  }

  private References references(Revision revision) {
    return new References(parts.store(), revision.app().project());
  }

  private void launch(Revision revision, List<Slot> slots)
      throws Stuck, InterruptedException, IOException {
    var reference = reference(revision);
    var credentials = credentials(revision, reference);
    boolean first = tellOfPulling(revision, reference, slots.getFirst().id());
    var pinned = pinned(revision, reference, credentials);
    var image = pull(revision, pinned, credentials, slots.getFirst().id(), first);
    for (var slot : slots) {
      start(revision, recipe.container(revision, slot, image), slot);
    }
  }

  private static Reference reference(Revision revision) throws Stuck {
    return Recipe.read(
        "image reference", () -> Reference.parse(revision.template().imageReference()));
  }

  private Credentials credentials(Revision revision, Reference reference) throws Stuck {
    var name = Optional.ofNullable(revision.template().imageSecret());
    return switch (RegistrySecret.of(parts.store(), revision.app().project(), name)) {
      case RegistrySecret.Found(var credentials) -> credentials;
      case RegistrySecret.Missing(var missing) ->
          throw notPulled(reference, new Failure.MissingSecret(reference, missing));
    };
  }

  private static Stuck notPulled(Reference image, Failure failure) {
    return new Stuck(new Trouble.NotPulled(image.toString(), failure));
  }

  /// True when it is told now: before the tag is resolved, so that people see what was tried.
  private boolean tellOfPulling(Revision revision, Reference image, String instance) {
    boolean first = pulledBefore.add(revision.id());
    if (first) {
      journal.normal(revision, "Pulling", instance, "Pulling image \"%s\"".formatted(image));
    }
    return first;
  }

  /// Asks the store and not the revision we were given: an earlier launch may have pinned it since.
  private Reference.Pinned pinned(Revision revision, Reference reference, Credentials credentials)
      throws Stuck, InterruptedException {
    var known = digest(revision);
    if (known.isPresent()) {
      return reference.at(known.get());
    }
    return switch (parts.images().resolve(reference, credentials, Progress.SILENT)) {
      case Resolution.Resolved(var image) -> {
        pin(revision, image.digest());
        yield reference.at(digest(revision).orElse(image.digest()));
      }
      case Failure failure -> throw notPulled(reference, failure);
    };
  }

  private Optional<Digest> digest(Revision revision) {
    return parts
        .store()
        .find(Kind.REVISION, revision.key())
        .filter(now -> now.id().equals(revision.id()))
        .map(Resource::observed)
        .flatMap(now -> Optional.ofNullable(now.digest()))
        .map(Digest::parse);
  }

  private void pin(Revision revision, Digest digest) {
    parts
        .store()
        .observe(
            Kind.REVISION,
            revision.key(),
            now -> now.digest() == null ? now.pinned(digest.toString()) : now);
  }

  private Image pull(
      Revision revision,
      Reference.Pinned image,
      Credentials credentials,
      String instance,
      boolean first)
      throws Stuck, InterruptedException {
    Instant begin = parts.clock().instant();
    return switch (pull(revision, image, credentials)) {
      case Pull.Pulled(var here, var fetched) -> {
        if (first || fetched > 0) {
          journal.normal(revision, "Pulled", instance, pulled(image, fetched, begin));
        }
        yield here;
      }
      case Failure failure -> throw notPulled(image, failure);
    };
  }

  private Pull pull(Revision revision, Reference.Pinned image, Credentials credentials)
      throws InterruptedException {
    try {
      var progress = pulls.begin(revision.id(), image.toString());
      return parts.images().pull(image, credentials, progress);
    } finally {
      pulls.end(revision.id());
    }
  }

  private String pulled(Reference image, long fetched, Instant begin) {
    Duration took = Duration.between(begin, parts.clock().instant());
    return fetched == 0
        ? "Container image \"%s\" already present on machine".formatted(image)
        : "Successfully pulled image \"%s\" in %.1fs".formatted(image, took.toMillis() / 1000.0);
  }

  private void start(Revision revision, Container container, Slot slot)
      throws Stuck, InterruptedException {
    if (slot.restarts() > 0) {
      parts.containers().stop(slot.id(), Duration.ZERO); // has ended; its log goes now
    }
    switch (parts.containers().start(container)) {
      case Start.Started _ -> {
        journal.normal(revision, "Created", slot.id(), "Created container user-container");
        journal.normal(revision, "Started", slot.id(), "Started container user-container");
      }
      case Start.Failed failure ->
          throw new Stuck(new Trouble.NotStarted(failure, Recipe.command(container)));
    }
  }
}
