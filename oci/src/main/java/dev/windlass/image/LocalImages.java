// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Images in a folder of this machine, fetched from registries when they are missing. Needs root,
/// because files keep their owners. One process at a time may use a folder.
public final class LocalImages implements Images, AutoCloseable {
  private final ImageFolder folder;
  private final Registry registry;
  private final Mirrors mirrors;
  private final Limits limits;
  private final LayerLocks locks = new LayerLocks();
  private final Semaphore atOnce;
  private final Ahead.Budget budget;
  private final Flights<Wanted, Pull> pulls = new Flights<>();

  /// The same image for the same credentials: then one attempt is as good as the other.
  private record Wanted(Reference.Pinned image, Credentials credentials) {}

  private LocalImages(ImageFolder folder, Registry registry, Mirrors mirrors, Limits limits) {
    this.folder = folder;
    this.registry = registry;
    this.mirrors = mirrors;
    this.limits = limits;
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
    return at(folder, limits, mirrors, Addresses::base, Trust.ofThisMachine());
  }

  /// @param bases where the registry of a host is
  /// @param trust whose certificates are believed
  static LocalImages at(
      Path folder, Limits limits, Mirrors mirrors, Function<String, URI> bases, Trust trust)
      throws IOException {
    return new LocalImages(
        ImageFolder.at(folder),
        new Registry(limits, InstantSource.system(), bases, trust),
        mirrors,
        limits);
  }

  /// A pinned reference is its own answer; nobody is asked.
  @Override
  public Resolution resolve(Reference image, Credentials credentials, Progress progress)
      throws InterruptedException {
    return switch (image) {
      case Reference.Pinned pinned -> new Resolution.Resolved(pinned);
      case Reference.Tagged tagged -> resolve(asking(tagged, credentials, progress));
    };
  }

  private static Asking asking(Reference image, Credentials credentials, Progress progress) {
    return new Asking(image, credentials, Steps.of(progress, InstantSource.system()));
  }

  private Resolution resolve(Asking asking) throws InterruptedException {
    var image = asking.image();
    try {
      return new Resolution.Resolved(image.at(mirrors.ask(asking, registry::digest)));
    } catch (Refused refused) {
      return refused.why();
    } catch (IOException e) {
      return new Failure.Local(image, e);
    }
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
    try {
      return mirrors.ask(
          asking(image, credentials, progress),
          asking ->
              new ImagePull(
                      image, asking, folder, registry, limits, locks, atOnce, budget, progress)
                  .run());
    } catch (Refused refused) {
      return refused.why();
    } catch (IOException e) {
      return new Failure.Local(image, e);
    }
  }

  /// Ends what is under way, and brings everything to the disk.
  @Override
  public void close() {
    registry.close();
    folder.close();
  }
}
