// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Registries elsewhere, for whoever hands on what they have: documents and blobs as they are, each
/// by one request, and refusals as [Failure]s. Signs in where it must, and with nothing but the
/// credentials it is given. Closed by whoever opened it. Safe to share between threads.
public final class Remote implements Questions, AutoCloseable {
  private final Registry registry;
  private final Limits limits;

  Remote(Registry registry, Limits limits) {
    this.registry = registry;
    this.limits = limits;
  }

  public static Remote open(Limits limits) {
    return new Remote(
        new Registry(limits, InstantSource.system(), Addresses::base, Network.ofThisMachine()),
        limits);
  }

  @Override
  public Optional<Told<Boolean>> login(Reference at, Credentials credentials)
      throws InterruptedException {
    return asked(at, Credentials.NONE) instanceof Told.Yes<Boolean>
        ? Optional.empty()
        : Optional.of(asked(at, credentials));
  }

  private Told<Boolean> asked(Reference at, Credentials credentials) throws InterruptedException {
    return ask(asking(at, credentials), new Endpoint.Ping());
  }

  @Override
  public Told<Optional<Digest>> digest(Reference image, Credentials credentials)
      throws InterruptedException {
    return ask(
        asking(image, credentials), new Endpoint.AskDigest(image.repository(), image.name()));
  }

  public Told<Document> manifest(Reference image, Credentials credentials)
      throws InterruptedException {
    return ask(
        asking(image, credentials),
        new Endpoint.FetchManifest(image.repository(), image.name(), limits));
  }

  /// How long a blob is, if the registry says so.
  public Told<OptionalLong> length(Reference.Pinned blob, Credentials credentials)
      throws InterruptedException {
    return ask(asking(blob, credentials), new Endpoint.AskLength(blob.repository(), blob.digest()));
  }

  /// Takes a blob in while it comes. Nobody has checked the bytes.
  @FunctionalInterface
  public interface Taker<T> {
    /// @param length of all, if the registry says so
    T take(OptionalLong length, InputStream bytes) throws IOException;
  }

  public <T> Told<T> blob(Reference.Pinned blob, Credentials credentials, Taker<T> taker)
      throws InterruptedException {
    return ask(
        asking(blob, credentials),
        new Endpoint.PassBlob<>(blob.repository(), blob.digest(), taker));
  }

  @Override
  public Told<TagPage> tags(Reference image, Credentials credentials, String last, int most)
      throws InterruptedException {
    return ask(
        asking(image, credentials), new Endpoint.FetchTags(image.repository(), last, most, limits));
  }

  private static Asking asking(Reference image, Credentials credentials) {
    return new Asking(image, credentials, Steps.of(Progress.SILENT, InstantSource.system()));
  }

  private <T> Told<T> ask(Asking asking, Endpoint<T> endpoint) throws InterruptedException {
    try {
      return registry.send(asking, new Endpoint.Counted<>(endpoint));
    } catch (Refused refused) {
      return new Told.No<>(refused.why());
    } catch (IOException e) {
      return new Told.No<>(new Failure.Local(asking.image(), e));
    }
  }

  /// Ends what is under way.
  @Override
  public void close() {
    registry.close();
  }
}
