// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Documents.Configuration;
import dev.windlass.image.Documents.Descriptor;
import dev.windlass.image.Documents.Manifest;
import dev.windlass.image.Failure.BrokenDocument.Defect;
import dev.windlass.image.Failure.Unsupported.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Brings one image here: its manifest, its configuration, then all its layers side by side. What
/// is here already is not asked for.
final class ImagePull {
  private static final Pattern PORT = Pattern.compile("([0-9]{1,5})(?:/tcp)?");

  private final Reference.Pinned image;
  private final Asking asking;
  private final ImageFolder folder;
  private final Registry registry;
  private final Limits limits;
  private final LayerLocks locks;
  private final Semaphore atOnce;
  private final Ahead.Budget budget;
  private final Progress progress;
  private final Inventory.Claim claim;
  private boolean gotManifest;
  private final List<Digest> manifests = new ArrayList<>();
  private final AtomicLong fetched = new AtomicLong();

  ImagePull(
      Reference.Pinned image,
      Asking asking,
      ImageFolder folder,
      Registry registry,
      Limits limits,
      LayerLocks locks,
      Semaphore atOnce,
      Ahead.Budget budget,
      Progress progress,
      Inventory.Claim claim) {
    this.image = image;
    this.asking = asking;
    this.folder = folder;
    this.registry = registry;
    this.limits = limits;
    this.locks = locks;
    this.atOnce = atOnce;
    this.budget = budget;
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
    var manifest = manifest(image.digest(), registry::manifest, false);
    if (MediaTypes.isIndex(manifest)) {
      manifest = manifest(chosen(manifest), registry::part, gotManifest);
    }
    var config = config(manifest);
    var configuration = configuration(config);
    return new Parts(configuration, layers(manifest, configuration));
  }

  /// Whether the place that is asked gave what the image's digest names, and of an index the
  /// manifest for this machine; they may have been here.
  boolean gotManifest() {
    return gotManifest;
  }

  /// The manifest, behind the index that names it if there is one.
  List<Digest> manifests() {
    return List.copyOf(manifests);
  }

  /// Where a document comes from when it is not here.
  private interface Source {
    byte[] get(Asking asking, Digest digest) throws Refused, IOException, InterruptedException;
  }

  /// @param shown whether it has to come from there even if it is here: anybody can make an index
  ///   that names the manifest of somebody else
  private Manifest manifest(Digest digest, Source source, boolean shown)
      throws Refused, IOException, InterruptedException {
    claim.needs(digest);
    manifests.add(digest);
    var here = folder.blob(digest);
    if (here.isPresent() && !shown) {
      asking.steps().skip(Step.Name.MANIFEST, digest.toString(), "here");
      return parse(Manifest.class, here.get(), Defect.MANIFEST);
    }
    byte[] bytes = source.get(asking, digest);
    keep(digest, bytes);
    gotManifest |= digest.equals(image.digest());
    return parse(Manifest.class, bytes, Defect.MANIFEST);
  }

  private Descriptor config(Manifest manifest) throws Refused, IOException, InterruptedException {
    var none = MediaTypes.noImage(manifest);
    if (none.isPresent()) {
      throw failed(
          Step.Name.MANIFEST,
          new Failure.Unsupported(image, none.get(), MediaTypes.nameOfNoImage(manifest)));
    }
    var config = MediaTypes.config(manifest);
    if (config.isEmpty()) {
      throw broken(Defect.MANIFEST, "the manifest names no configuration");
    }
    return config.get();
  }

  private Refused broken(Defect defect, String words)
      throws Refused, IOException, InterruptedException {
    var name = defect == Defect.CONFIG ? Step.Name.CONFIG : Step.Name.MANIFEST;
    throw failed(name, new Failure.BrokenDocument(image, defect, words));
  }

  /// What came well and is no good has a step of its own.
  private Refused failed(Step.Name name, Failure why)
      throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(
            name,
            image.digest().toString(),
            _ -> {
              throw new Refused(why);
            });
  }

  private void keep(Digest digest, byte[] bytes) throws Refused, IOException, InterruptedException {
    var received = ImageFolder.digestOf(digest.algorithm(), bytes);
    if (!received.equals(digest)) {
      throw corrupt(digest, received);
    }
    fetched.addAndGet(bytes.length);
    folder.keepBlob(digest, bytes);
  }

  private Refused corrupt(Digest wanted, Digest received)
      throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(
            Step.Name.DIGEST,
            wanted.toString(),
            step -> {
              step.saw("received", received.toString());
              throw new Refused(new Failure.Corrupt(asking.image(), wanted, received));
            });
  }

  private <T> T parse(Class<T> type, byte[] bytes, Defect defect)
      throws Refused, IOException, InterruptedException {
    try {
      return Documents.parse(type, bytes);
    } catch (BadAnswer e) {
      throw broken(defect, String.valueOf(e.getMessage()));
    }
  }

  private Digest digest(Descriptor descriptor) throws Refused, IOException, InterruptedException {
    return digest(descriptor.digest(), Defect.MANIFEST);
  }

  private Digest digest(String text, Defect defect)
      throws Refused, IOException, InterruptedException {
    try {
      return Digest.parse(text);
    } catch (InvalidName e) {
      throw broken(defect, String.valueOf(e.getMessage()));
    }
  }

  private Digest chosen(Manifest index) throws Refused, IOException, InterruptedException {
    var here = Platform.here();
    return asking
        .steps()
        .take(
            Step.Name.PLATFORM,
            here.toString(),
            step -> {
              var offered = MediaTypes.platforms(index);
              step.saw("offered", Platform.list(offered));
              var chosen =
                  MediaTypes.forPlatform(index, here)
                      .orElseThrow(
                          () -> new Refused(new Failure.WrongPlatform(image, here, offered)));
              step.saw("digest", chosen.digest());
              return digest(chosen);
            });
  }

  private Configuration configuration(Descriptor config)
      throws Refused, IOException, InterruptedException {
    var digest = digest(config);
    claim.needs(digest);
    var lock = locks.of(digest);
    lock.lockInterruptibly(); // whoever asks for the same at this moment need not fetch it too
    try {
      return configuration(digest);
    } finally {
      lock.unlock();
    }
  }

  private Configuration configuration(Digest digest)
      throws Refused, IOException, InterruptedException {
    var here = folder.blob(digest);
    if (here.isPresent()) {
      asking.steps().skip(Step.Name.CONFIG, digest.toString(), "here");
      return checked(parse(Configuration.class, here.get(), Defect.CONFIG));
    }
    var configuration =
        asking
            .steps()
            .take(Step.Name.CONFIG, digest.toString(), step -> fetched(asking.in(step), digest));
    return checked(configuration);
  }

  private Configuration fetched(Asking asking, Digest digest)
      throws Refused, IOException, InterruptedException {
    byte[] bytes = registry.blob(asking, digest, blob -> blob.readNBytes(limits.manifestBytes()));
    keep(digest, bytes);
    return parse(Configuration.class, bytes, Defect.CONFIG);
  }

  /// Also an image that is in no index says what it runs on.
  private Configuration checked(Configuration configuration)
      throws Refused, IOException, InterruptedException {
    var built = new Platform(configuration.os(), configuration.architecture());
    boolean silent = built.os().isEmpty() && built.architecture().isEmpty();
    if (silent || built.equals(Platform.here())) {
      return configuration;
    }
    throw failed(
        Step.Name.PLATFORM, new Failure.WrongPlatform(image, Platform.here(), List.of(built)));
  }

  private List<Layer> layers(Manifest manifest, Configuration configuration)
      throws Refused, IOException, InterruptedException {
    var diffIds = configuration.rootfs().diffIds();
    if (diffIds.size() != manifest.layers().size()) {
      throw broken(
          Defect.LAYERS,
          "the manifest names %d layers, and the configuration %d"
              .formatted(manifest.layers().size(), diffIds.size()));
    }
    if (diffIds.size() > limits.layers()) {
      throw broken(
          Defect.MANIFEST_TOO_BIG,
          "it has %,d layers, and %,d is the most".formatted(diffIds.size(), limits.layers()));
    }
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < diffIds.size(); i++) {
      var descriptor = manifest.layers().get(i);
      if (!MediaTypes.isLayer(descriptor.mediaType())) {
        throw failed(
            Step.Name.MANIFEST, new Failure.Unsupported(image, Kind.LAYER, descriptor.mediaType()));
      }
      layers.add(
          new Layer(digest(descriptor), descriptor.size(), digest(diffIds.get(i), Defect.CONFIG)));
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
        asking.steps().skip(Step.Name.BLOBS, layer.digest().toString(), "here");
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
      asking
          .steps()
          .take(
              Step.Name.BLOBS,
              layer.digest().toString(),
              step -> fetched.addAndGet(fetch(asking.in(step), layer)));
    } finally {
      atOnce.release();
    }
  }

  /// Fetching, checking and unpacking are one pass, so only the one that failed has a step of its
  /// own.
  private long fetch(Asking asking, Layer layer) throws Refused, IOException, InterruptedException {
    try {
      checkOrigin(layer);
      return new LayerPull(image, asking, layer, registry, folder, limits, budget, progress).take();
    } catch (Refused refused) {
      throw switch (refused.why()) {
        case Failure.Corrupt _ -> failed(asking, Step.Name.DIGEST, layer, refused);
        case Failure.BadLayer _ -> failed(asking, Step.Name.UNPACK, layer, refused);
        case Failure _ -> refused;
      };
    }
  }

  private static Refused failed(Asking asking, Step.Name step, Layer layer, Refused refused)
      throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(
            step,
            layer.digest().toString(),
            _ -> {
              throw refused;
            });
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
              Failure.BadLayer.Flaw.OTHER_CONTENT,
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
        run.workingFolder(),
        ports(run.exposedPorts().keySet()));
  }

  /// `8080`, `8080/tcp`; of others, such as `53/udp`, nobody asks an app.
  private static Set<Integer> ports(Set<String> exposed) {
    return exposed.stream()
        .map(PORT::matcher)
        .filter(Matcher::matches)
        .map(port -> Integer.valueOf(port.group(1)))
        .collect(Collectors.toSet());
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
