// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Images in a folder of this machine, fetched from registries when they are missing. Needs root,
/// because files keep their owners. One process at a time may use a folder.
public final class LocalImages implements Images, AutoCloseable {
  private final ImageFolder folder;
  private final Inventory inventory;
  private final Registry registry;
  private final Mirrors mirrors;
  private final Limits limits;
  private final InstantSource clock;
  private final LayerLocks locks = new LayerLocks();
  private final Semaphore atOnce;
  private final Ahead.Budget budget;
  private final Flights<Wanted, Pull> pulls = new Flights<>();

  /// The same image for the same credentials: then one attempt is as good as the other.
  private record Wanted(Reference.Pinned image, Credentials credentials) {}

  private LocalImages(
      ImageFolder folder,
      Inventory inventory,
      Registry registry,
      Mirrors mirrors,
      Limits limits,
      InstantSource clock) {
    this.folder = folder;
    this.inventory = inventory;
    this.registry = registry;
    this.mirrors = mirrors;
    this.limits = limits;
    this.clock = clock;
    this.atOnce = new Semaphore(limits.layersAtOnce());
    this.budget = Ahead.Budget.of(limits.transfer());
  }

  /// Opens a folder, or begins one, and removes what a crash left half done in it.
  public static LocalImages at(Path folder) throws IOException {
    return at(folder, Limits.STANDARD);
  }

  public static LocalImages at(Path folder, Limits limits) throws IOException {
    return at(folder, limits, Mirrors.NONE);
  }

  /// @param mirrors that are asked before registries
  public static LocalImages at(Path folder, Limits limits, Mirrors mirrors) throws IOException {
    return at(folder, limits, mirrors, Addresses::base, Network.ofThisMachine());
  }

  /// @param safe a registry of this machine that is spoken to over TLS
  public static LocalImages at(Path folder, Limits limits, Mirrors mirrors, SafeRegistry safe)
      throws IOException {
    return at(folder, limits, mirrors, safe::base, safe.network());
  }

  /// Speaks TLS also to registries on this machine, which are spoken to without it otherwise.
  public static LocalImages overTls(Path folder, Limits limits) throws IOException {
    return at(folder, limits, Mirrors.NONE, Addresses::safeBase, Network.ofThisMachine());
  }

  /// @param bases where the registry of a host is
  /// @param network how others are met
  static LocalImages at(
      Path folder, Limits limits, Mirrors mirrors, Function<String, URI> bases, Network network)
      throws IOException {
    return at(folder, limits, mirrors, bases, network, InstantSource.system());
  }

  static LocalImages at(
      Path folder,
      Limits limits,
      Mirrors mirrors,
      Function<String, URI> bases,
      Network network,
      InstantSource clock)
      throws IOException {
    var opened = ImageFolder.at(folder);
    return new LocalImages(
        opened,
        Inventory.of(opened, clock),
        new Registry(limits, clock, bases, network),
        mirrors,
        limits,
        clock);
  }

  /// What is here, to be seen and taken away.
  public Inventory inventory() {
    return inventory;
  }

  /// Single questions to the registries that images come from, over the same network. Closed with
  /// this, and not by itself.
  public Remote remote() {
    return new Remote(registry, limits);
  }

  private Asking asking(Reference image, Credentials credentials, Progress progress) {
    return new Asking(image, credentials, Steps.of(progress, clock));
  }

  /// A pinned reference is its own answer; nobody is asked.
  @Override
  public Resolution resolve(Reference image, Credentials credentials, Progress progress)
      throws InterruptedException {
    try {
      var digest =
          switch (image) {
            case Reference.Pinned pinned -> pinned.digest();
            case Reference.Tagged tagged ->
                mirrors.ask(asking(tagged, credentials, progress), registry::digest);
          };
      if (image instanceof Reference.Tagged) { // of a digest no registry has said anything
        inventory.resolved(image, digest);
      }
      return new Resolution.Resolved(image.at(digest));
    } catch (Refused refused) {
      return refused.why();
    } catch (IOException e) {
      return new Failure.Local(image, e);
    }
  }

  @Override
  public Resolution check(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException {
    try {
      return new Resolution.Resolved(
          image.at(mirrors.ask(asking(image, credentials, progress), registry::digest)));
    } catch (Refused refused) {
      return refused.why();
    } catch (IOException e) {
      return new Failure.Local(image, e);
    }
  }

  @Override
  public Inspection inspect(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException {
    try (var claim = inventory.claim(image.digest())) {
      var asking = asking(image, credentials, progress);
      var got =
          mirrors.ask(
              asking,
              place -> {
                var pull = pullOf(image, place, progress, claim);
                return Got.of(pull.inspect(), place, pull);
              });
      var _ = access(image, asking, got);
      return got.result();
    } catch (Refused refused) {
      return refused.why();
    } catch (IOException e) {
      return new Failure.Local(image, e);
    }
  }

  private ImagePull pullOf(
      Reference.Pinned image, Asking asking, Progress progress, Inventory.Claim claim) {
    return new ImagePull(
        image, asking, folder, registry, limits, locks, atOnce, budget, progress, claim);
  }

  @Override
  public Pull pull(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException {
    return pulls.join(
        new Wanted(image, credentials),
        progress,
        everybody -> attempt(image, credentials, everybody));
  }

  private Pull attempt(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException {
    try (var claim = inventory.claim(image.digest())) {
      var asking = asking(image, credentials, progress);
      var got = mirrors.ask(asking, place -> pulled(image, place, progress, claim));
      if (got.result() instanceof Pull.Pulled) {
        inventory.keep(image, access(image, asking, got));
      }
      return got.result();
    } catch (Refused refused) {
      return refused.why();
    } catch (IOException e) {
      return new Failure.Local(image, e);
    }
  }

  /// What came of asking one place.
  ///
  /// @param asked whether it was that place that gave the manifests, which may have been here
  /// @param manifests the index if there is one, and the manifest
  private record Got<T>(T result, Asking asking, boolean asked, List<Digest> manifests) {
    static <T> Got<T> of(T result, Asking place, ImagePull pull) {
      return new Got<>(result, place, pull.gotManifest(), pull.manifests());
    }
  }

  private Got<Pull> pulled(
      Reference.Pinned image, Asking asking, Progress progress, Inventory.Claim claim)
      throws Refused, IOException, InterruptedException {
    var pull = pullOf(image, asking, progress, claim);
    var ended = pull.run();
    if (ended instanceof Pull.Pulled(var here, var fetched) && fetched > 0) {
      tryOut(asking, here);
    }
    return Got.of(ended, asking, pull);
  }

  /// Better now than when a container is to start.
  private void tryOut(Asking asking, Image image)
      throws Refused, IOException, InterruptedException {
    asking
        .steps()
        .take(
            Step.Name.MOUNT,
            "%d layers".formatted(image.layers().size()),
            step -> {
              boolean tried = RootFs.tryOut(image.layers(), folder.nothing());
              step.saw("overlay", tried ? "can be mounted" : "not tried out");
              return tried;
            });
  }

  /// Why these credentials are good enough for an image: a registry has given it for them, now or
  /// once before. What is here because it was given to somebody else does not count.
  private Optional<Access> access(Reference.Pinned image, Asking asking, Got<?> got)
      throws Refused, IOException, InterruptedException {
    if (got.asked()) {
      return Optional.of(Access.by(got.asking(), image.digest()));
    }
    return inventory.admits(asking.credentials(), image.digest())
        ? Optional.empty()
        : Optional.of(proved(image, asking, got.manifests()));
  }

  private Access proved(Reference.Pinned image, Asking asking, List<Digest> manifests)
      throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(
            Step.Name.POLICY,
            image.digest().toString(),
            step -> {
              step.saw("here", "yes, for others: the registry is asked whether it is for us");
              return mirrors.ask(asking.in(step), place -> provedBy(image, place, manifests));
            });
  }

  /// Asks for the manifest once more. Where the image did not come from, all of it, and what an
  /// index names too: that a registry of somebody's own says yes to a digest shows nothing.
  private Access provedBy(Reference.Pinned image, Asking asking, List<Digest> manifests)
      throws Refused, IOException, InterruptedException {
    if (inventory.cameFrom(asking.repository(), image.digest())) {
      registry.digest(asking);
    } else {
      for (var digest : manifests) {
        checkShown(asking, image, digest);
      }
    }
    return Access.by(asking, image.digest());
  }

  private void checkShown(Asking asking, Reference.Pinned image, Digest digest)
      throws Refused, IOException, InterruptedException {
    byte[] manifest =
        digest.equals(image.digest())
            ? registry.manifest(asking, digest)
            : registry.part(asking, digest);
    var received = ImageFolder.digestOf(digest.algorithm(), manifest);
    if (!received.equals(digest)) {
      throw new Refused(new Failure.Corrupt(asking.image(), digest, received));
    }
  }

  /// Ends what is under way, and brings everything to the disk.
  @Override
  public void close() {
    registry.close();
    folder.close();
  }
}
