// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import dev.windlass.api.Drift;
import dev.windlass.engine.Alarm;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Loop;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Reconciler;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.engine.Store;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Images;
import dev.windlass.image.Progress;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Looks once a day whether registries still have what revisions are pinned to, and writes down and
/// tells what has become another: that a tag moved, that a clean-up may take the digest, that it is
/// gone. Asks with HEAD, which registries do not count as a pull.
public final class DriftWatch implements AutoCloseable {
  /// How often, usually.
  public static final Duration DAILY = Duration.ofDays(1);

  private static final int AT_ONCE = 2;

  private final Store store;
  private final Images images;
  private final InstantSource clock;
  private final Duration every;
  private final Semaphore asking = new Semaphore(AT_ONCE);
  private final Loop<Key> loop;

  private DriftWatch(Store store, Images images, InstantSource clock, Duration every, Alarm alarm) {
    this.store = store;
    this.images = images;
    this.clock = clock;
    this.every = every;
    this.loop = new Loop<>(this::look, alarm);
  }

  /// @param every how long after its making, and after each look, a revision is looked at again
  public static DriftWatch start(
      Store store, Images images, InstantSource clock, Duration every, Alarm alarm) {
    var watch = new DriftWatch(store, images, clock, every, alarm);
    store.onChange(change -> {
      if (change.kind().equals(Kind.REVISION)) {
        watch.loop.nudge(change.key());
      }
    });
    store.list(Kind.REVISION, "").forEach(revision -> watch.loop.nudge(revision.key()));
    return watch;
  }

  private Reconciler.Next look(Key key) throws InterruptedException {
    var revision = store.find(Kind.REVISION, key);
    if (revision.isEmpty() || revision.get().observed().digest() == null) {
      return new Reconciler.Next.Settled(); // looked at again when it changes
    }
    var due = lookedAt(revision.get()).plus(every);
    if (clock.instant().isBefore(due)) {
      return new Reconciler.Next.Again(Duration.between(clock.instant(), due));
    }
    var _ = check(key);
    return new Reconciler.Next.Again(every);
  }

  private Instant lookedAt(Resource<RevisionSpec, RevisionObserved> revision) {
    return store
        .drift(revision.key())
        .map(Drift::checkedAt)
        .map(Instant::parse)
        .orElse(revision.createdAt());
  }

  /// Looks now. Empty when there is no such revision, or when it is pinned to nothing yet.
  public Optional<Drift> check(Key key) throws InterruptedException {
    var revision = store.find(Kind.REVISION, key);
    var digest = revision.map(found -> found.observed().digest());
    if (revision.isEmpty() || digest.isEmpty()) {
      return Optional.empty();
    }
    asking.acquire();
    try {
      var before = store.drift(key);
      var drift =
          standing(revision.get(), Digest.parse(digest.get())).drift(before, clock.instant());
      store.drifted(key, drift);
      if (drift.isNews() && before.filter(old -> old.state().equals(drift.state())).isEmpty()) {
        tell(revision.get(), drift);
      }
      return Optional.of(drift);
    } finally {
      asking.release();
    }
  }

  private Standing standing(Resource<RevisionSpec, RevisionObserved> revision, Digest digest)
      throws InterruptedException {
    var template = revision.wanted().template();
    var image = Reference.parse(template.imageReference());
    var pinned = image.at(digest);
    var secret =
        RegistrySecret.of(
            store, revision.key().project(), Optional.ofNullable(template.imageSecret()));
    return switch (secret) {
      case RegistrySecret.Found(var credentials) -> standing(image, pinned, credentials);
      case RegistrySecret.Missing(var name) ->
          new Standing(
              pinned, image, Optional.of(new Failure.MissingSecret(image, name)), Optional.empty());
    };
  }

  private Standing standing(Reference image, Reference.Pinned pinned, Credentials credentials)
      throws InterruptedException {
    var tag = Optional.<Resolution>empty();
    if (image instanceof Reference.Tagged) {
      tag = Optional.of(images.resolve(image, credentials, Progress.SILENT));
      if (Standing.isCurrent(pinned, tag.get())) {
        return new Standing(pinned, image, tag, Optional.empty());
      }
    }
    var there = Optional.of(images.check(pinned, credentials, Progress.SILENT));
    return new Standing(pinned, image, tag, there);
  }

  private void tell(Resource<RevisionSpec, RevisionObserved> revision, Drift drift) {
    var type = drift.state().equals("tag_moved") ? "Normal" : "Warning";
    var app = new Key(revision.key().project(), revision.wanted().app());
    store.record(Kind.REVISION, revision.key(), type, "ImageDrift", "", drift.message());
    store.record(Kind.APP, app, type, "ImageDrift", "", drift.message());
  }

  @Override
  public void close() {
    loop.close();
  }
}
