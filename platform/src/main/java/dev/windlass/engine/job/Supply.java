// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Driver.Layer;
import dev.windlass.engine.Driver.Pulling;
import dev.windlass.engine.Key;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Store;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.Images;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Recording;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Brings the images of runs here, and remembers which are. What it remembers is lost with the
/// process; asking for an image that is here already is cheap.
final class Supply {
  /// How long what a tag named counts as what it names.
  private static final Duration FRESH = Duration.ofSeconds(10);

  private record Held(String run, Image image, Instant asked) {}

  private final Store store;
  private final Images images;
  private final ConcurrentMap<Key, Held> held = new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, Integer> failures = new ConcurrentHashMap<>();
  private final ConcurrentMap<Key, Ticker> underWay = new ConcurrentHashMap<>();

  Supply(Store store, Images images) {
    this.store = store;
    this.images = images;
  }

  Optional<Image> image(Run run) {
    return Optional.ofNullable(held.get(run.key()))
        .filter(mine -> mine.run().equals(run.id()))
        .map(Held::image);
  }

  /// Whether what its tag names should be asked again, of a run whose instances are each of that.
  boolean isStale(Run run, Instant now) {
    var mine = held.get(run.key());
    return mine == null || mine.asked().plus(FRESH).isBefore(now);
  }

  /// What of each layer is here is shown until [#end].
  Progress begin(Run run) {
    var ticker = new Ticker();
    underWay.put(run.key(), ticker);
    return ticker;
  }

  void end(Run run) {
    var ticker = underWay.remove(run.key());
    if (ticker != null) {
      ticker.end();
    }
  }

  /// Gives up what is under way for a run that is gone.
  void cancel(Key key) {
    var ticker = underWay.get(key);
    if (ticker != null) {
      ticker.cancel();
    }
  }

  /// Which digest the image of a run stands for.
  Resolution resolve(Run run, Recording recording, Instant now) throws InterruptedException {
    if (run.image() instanceof Reference.Pinned pinned) {
      return new Resolution.Resolved(pinned);
    }
    return switch (secret(run)) {
      case RegistrySecret.Found(var credentials) ->
          images.resolve(run.image(), credentials, recording);
      case RegistrySecret.Missing(var name) -> missing(run, name, recording, now);
    };
  }

  private static Failure missing(Run run, String secret, Recording recording, Instant now) {
    recording.ends(RegistrySecret.stepOfMissing(secret, now));
    return new Failure.MissingSecret(run.image(), secret);
  }

  /// Brings the image here.
  Pull pull(Run run, Digest digest, Recording recording, Instant now) throws InterruptedException {
    var pull =
        switch (secret(run)) {
          case RegistrySecret.Found(var credentials) ->
              images.pull(run.image().at(digest), credentials, recording);
          case RegistrySecret.Missing(var name) -> missing(run, name, recording, now);
        };
    if (pull instanceof Pull.Pulled(var image, _)) {
      held.put(run.key(), new Held(run.id(), image, now));
      failures.remove(run.key());
    }
    return pull;
  }

  private RegistrySecret secret(Run run) {
    return RegistrySecret.of(store, run.key().project(), run.secret());
  }

  /// Counts a failure; how many there were in a row.
  int failed(Run run) {
    return failures.merge(run.key(), 1, Integer::sum);
  }

  boolean pulls(Key key) {
    return underWay.containsKey(key);
  }

  Optional<Pulling> pulling(Key key, String image) {
    return Optional.ofNullable(underWay.get(key))
        .map(ticker -> new Pulling(image, ticker.layers().values().stream().toList()));
  }

  /// It is to be asked for again.
  void unpin(Key key) {
    held.remove(key);
  }

  void forget(Key key) {
    held.remove(key);
    failures.remove(key);
  }

  boolean empty() {
    return held.isEmpty() && failures.isEmpty() && underWay.isEmpty();
  }

  /// Counts what of each layer is here.
  private static final class Ticker implements Progress {
    private final ConcurrentMap<String, Layer> layers = new ConcurrentHashMap<>();
    private final Thread fetching = Thread.currentThread();
    private boolean ended; // guarded by this

    synchronized void end() {
      ended = true;
    }

    /// Not when it has ended: the thread does other things then.
    synchronized void cancel() {
      if (!ended) {
        fetching.interrupt();
      }
    }

    @Override
    public void layer(Digest digest, long done, long total) {
      layers.put(digest.toString(), new Layer(digest.toString(), done, total));
    }

    Map<String, Layer> layers() {
      return new TreeMap<>(layers);
    }
  }
}
