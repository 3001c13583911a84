// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Documents.Configuration;
import dev.windlass.image.Documents.Descriptor;
import dev.windlass.image.Documents.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Brings one image here: its manifest, its configuration, then all its layers side by side. What
/// is here already is not asked for.
final class ImagePull {
  private final Reference.Pinned image;
  private final Asking asking;
  private final ImageFolder folder;
  private final Registry registry;
  private final Limits limits;
  private final LayerLocks locks;
  private final Semaphore atOnce;
  private final Progress progress;
  private final Inventory.Claim claim;
  private boolean gotManifest;
  private final AtomicLong fetched = new AtomicLong();

  ImagePull(
      Reference.Pinned image,
      Asking asking,
      ImageFolder folder,
      Registry registry,
      Limits limits,
      LayerLocks locks,
      Semaphore atOnce,
      Progress progress,
      Inventory.Claim claim) {
    this.image = image;
    this.asking = asking;
    this.folder = folder;
    this.registry = registry;
    this.limits = limits;
    this.locks = locks;
    this.atOnce = atOnce;
    this.progress = progress;
    this.claim = claim;
  }

  /// What an image consists of, by its documents.
  private record Parts(Configuration configuration, List<Layer> layers) {}

  Pull run() throws Refused, IOException, InterruptedException {
    var parts = parts();
    fetch(parts.layers());
    return new Pull.Pulled(
        new Image(
            image,
            described(parts.configuration()),
            parts.layers().stream().map(layer -> folder.layer(layer.diffId())).toList()),
        fetched.get());
  }

  /// Brings the documents here, and no layer.
  Inspection.Inspected inspect() throws Refused, IOException, InterruptedException {
    var parts = parts();
    return new Inspection.Inspected(
        image,
        described(parts.configuration()),
        parts.layers().stream()
            .map(layer -> new Inspection.Part(layer.digest(), layer.diffId(), layer.size()))
            .toList());
  }

  private Parts parts() throws Refused, IOException, InterruptedException {
    var manifest = manifest(image.digest());
    if (MediaTypes.isIndex(manifest)) {
      manifest = manifest(digest(chosen(manifest)));
    }
    var config = MediaTypes.config(manifest).orElseThrow(() -> unsupported("a broken manifest"));
    if (!MediaTypes.isImage(manifest)) {
      throw unsupported(MediaTypes.nameOfNoImage(manifest));
    }
    var configuration = configuration(config);
    return new Parts(configuration, layers(manifest, configuration));
  }

  /// Whether the place that is asked gave what the image's digest names; it may have been here.
  boolean gotManifest() {
    return gotManifest;
  }

  private Refused unsupported(String mediaType) {
    return new Refused(new Failure.Unsupported(image, mediaType));
  }

  private Manifest manifest(Digest digest) throws Refused, IOException, InterruptedException {
    claim.needs(digest);
    var here = folder.blob(digest);
    if (here.isPresent()) {
      return parse(Manifest.class, here.get());
    }
    byte[] bytes = registry.manifest(asking, digest.toString());
    keep(digest, bytes);
    gotManifest |= digest.equals(image.digest());
    return parse(Manifest.class, bytes);
  }

  private void keep(Digest digest, byte[] bytes) throws Refused, IOException {
    var received = ImageFolder.digestOf(digest.algorithm(), bytes);
    if (!received.equals(digest)) {
      throw new Refused(new Failure.Corrupt(asking.image(), digest, received));
    }
    fetched.addAndGet(bytes.length);
    folder.keepBlob(digest, bytes);
  }

  private <T> T parse(Class<T> type, byte[] bytes) throws Refused {
    try {
      return Documents.parse(type, bytes);
    } catch (BadAnswer e) {
      throw unsupported("a document with " + e.getMessage());
    }
  }

  private Digest digest(Descriptor descriptor) throws Refused {
    return digest(descriptor.digest());
  }

  private Digest digest(String text) throws Refused {
    try {
      return Digest.parse(text);
    } catch (InvalidName e) {
      throw unsupported("a broken document: " + e.getMessage());
    }
  }

  private Descriptor chosen(Manifest index) throws Refused {
    var here = Platform.here();
    return MediaTypes.forPlatform(index, here)
        .orElseThrow(
            () -> new Refused(new Failure.WrongPlatform(image, here, MediaTypes.platforms(index))));
  }

  private Configuration configuration(Descriptor config)
      throws Refused, IOException, InterruptedException {
    var digest = digest(config);
    claim.needs(digest);
    var here = folder.blob(digest);
    if (here.isPresent()) {
      return checked(parse(Configuration.class, here.get()));
    }
    byte[] bytes = registry.blob(asking, digest, blob -> blob.readNBytes(limits.manifestBytes()));
    keep(digest, bytes);
    return checked(parse(Configuration.class, bytes));
  }

  /// Also an image that is in no index says what it runs on.
  private Configuration checked(Configuration configuration) throws Refused {
    var built = new Platform(configuration.os(), configuration.architecture());
    boolean silent = built.os().isEmpty() && built.architecture().isEmpty();
    if (!silent && !built.equals(Platform.here())) {
      throw new Refused(new Failure.WrongPlatform(image, Platform.here(), List.of(built)));
    }
    return configuration;
  }

  private List<Layer> layers(Manifest manifest, Configuration configuration) throws Refused {
    var diffIds = configuration.rootfs().diffIds();
    if (diffIds.size() != manifest.layers().size()) {
      throw unsupported(
          "a manifest of %d layers with a configuration of %d"
              .formatted(manifest.layers().size(), diffIds.size()));
    }
    if (diffIds.size() > limits.layers()) {
      throw unsupported("an image of %,d layers".formatted(diffIds.size()));
    }
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < diffIds.size(); i++) {
      var descriptor = manifest.layers().get(i);
      if (!MediaTypes.isLayer(descriptor.mediaType())) {
        throw unsupported(descriptor.mediaType());
      }
      layers.add(new Layer(digest(descriptor), descriptor.size(), digest(diffIds.get(i))));
    }
    return layers;
  }

  /// The biggest first, so that no long one is left for the end.
  private void fetch(List<Layer> layers) throws Refused, IOException, InterruptedException {
    layers.forEach(layer -> claim.needs(layer.diffId()));
    var missing = new LinkedHashMap<Digest, Layer>();
    for (var layer : layers) {
      if (folder.hasLayer(layer.diffId())) {
        progress.layer(layer.digest(), layer.size(), layer.size());
      } else {
        progress.layer(layer.digest(), 0, layer.size());
        missing.putIfAbsent(layer.diffId(), layer);
      }
    }
    var tasks =
        missing.values().stream()
            .sorted(Comparator.comparingLong(Layer::size).reversed())
            .map(layer -> (Callable<Void>) () -> fetchOnce(layer))
            .toList();
    try {
      Fanout.all(limits.layersAtOnce(), "layer", tasks);
    } catch (ExecutionException e) {
      rethrow(e);
    }
  }

  private static void rethrow(ExecutionException e)
      throws Refused, IOException, InterruptedException {
    switch (e.getCause()) {
      case Refused refused -> throw refused;
      case IOException io -> throw io;
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case null, default -> throw new AssertionError(e);
    }
  }

  private Void fetchOnce(Layer layer) throws Refused, IOException, InterruptedException {
    var lock = locks.of(layer.diffId());
    lock.lockInterruptibly();
    try {
      if (!folder.hasLayer(layer.diffId())) {
        fetch(layer);
      }
      progress.layer(layer.digest(), layer.size(), layer.size());
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(Layer layer) throws Refused, IOException, InterruptedException {
    atOnce.acquire();
    try {
      checkOrigin(layer);
      var pull = new LayerPull(image, asking, layer, folder, limits, progress);
      fetched.addAndGet(registry.blob(asking, layer.digest(), pull::take));
    } finally {
      atOnce.release();
    }
  }

  /// A layer that was here before and held another tar than this image says need not be fetched
  /// again to see that.
  private void checkOrigin(Layer layer) throws Refused, IOException {
    var known = folder.origin(layer.digest());
    if (known.isPresent() && !known.get().equals(layer.diffId())) {
      throw new Refused(
          new Failure.BadLayer(
              image,
              layer.digest(),
              "it holds the tar %s, and %s in its configuration"
                  .formatted(known.get(), layer.diffId())));
    }
  }

  static Image.Config described(Configuration configuration) {
    var run = configuration.config();
    return new Image.Config(
        Platform.here(),
        run.entrypoint(),
        run.command(),
        environment(run.environment()),
        run.user(),
        run.workingFolder());
  }

  private static Map<String, String> environment(List<String> lines) {
    var environment = new LinkedHashMap<String, String>();
    for (var line : lines) {
      int equals = line.indexOf('=');
      environment.put(
          equals < 0 ? line : line.substring(0, equals),
          equals < 0 ? "" : line.substring(equals + 1));
    }
    return environment;
  }
}
