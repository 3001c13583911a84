// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Manifests.Put;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A real store in a folder, on a clock that is set by hand, and images for it in one line:
/// `stock.image("shop/web").layers("base", "app").created("2024-05-01").tags("v1").push()`.
final class Stock implements AutoCloseable {
  static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";

  final HandClock clock = new HandClock(Instant.parse("2024-06-15T12:00:00Z"));
  private final Path folder;
  private final StoreLimits limits;
  private Store store;

  private Stock(Path folder, StoreLimits limits) throws IOException {
    this.folder = folder;
    this.limits = limits;
    this.store = Store.open(folder, limits, clock);
  }

  static Stock in(Path folder) throws IOException {
    return new Stock(folder, StoreLimits.STANDARD);
  }

  static Stock in(Path folder, StoreLimits limits) throws IOException {
    return new Stock(folder, limits);
  }

  Store store() {
    return store;
  }

  Audit audit() {
    return new Audit(folder);
  }

  void restart() throws IOException {
    store.close();
    store = Store.open(folder, limits, clock);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Digest digest(String content) {
    return Digest.of(bytes(content));
  }

  /// Pushes a blob.
  Digest blob(String repository, String content) throws IOException {
    var name = new Name(repository);
    var upload = store.uploads().begin(name, Digest.Algorithm.SHA256).orElseThrow();
    try {
      upload.append(new ByteArrayInputStream(bytes(content)));
      var _ = store.blobs().finish(name, upload, digest(content));
    } finally {
      store.uploads().forget(upload);
    }
    return digest(content);
  }

  Making image(String repository) {
    return new Making(
        this, repository, Draft.Kind.IMAGE, List.of(), Optional.empty(), List.of(), "", false);
  }

  Making index(String repository, Digest... children) {
    return new Making(
        this,
        repository,
        Draft.Kind.INDEX,
        Stream.of(children).map(child -> new Part(Part.Kind.CHILD, child, 100, false)).toList(),
        Optional.empty(),
        List.of(),
        "",
        false);
  }

  /// An image about to be pushed. Two that say the same are the same, in whichever repository.
  ///
  /// @param parts of its manifest; the layers have their names as content
  /// @param created a day
  /// @param foreign whether the layers need not be here
  record Making(
      Stock stock,
      String repository,
      Draft.Kind kind,
      List<Part> parts,
      Optional<Digest> subject,
      List<String> tags,
      String created,
      boolean foreign) {
    Making layers(String... layers) {
      var all = new ArrayList<Part>(parts);
      for (String layer : layers) {
        all.add(new Part(Part.Kind.LAYER, digest(layer), layer.length(), foreign));
      }
      return with(all, layers);
    }

    private Making with(List<Part> all, String... layers) {
      if (!foreign) {
        push(layers);
      }
      return new Making(stock, repository, kind, all, subject, tags, created, foreign);
    }

    private void push(String... layers) {
      try {
        for (String layer : layers) {
          stock.blob(repository, layer);
        }
      } catch (IOException e) {
        throw new AssertionError("the store failed", e);
      }
    }

    /// From here on layers are not pushed; the manifest says that they are kept elsewhere.
    Making elsewhere() {
      return new Making(stock, repository, kind, parts, subject, tags, created, true);
    }

    Making about(Digest subject) {
      return new Making(
          stock, repository, kind, parts, Optional.of(subject), tags, created, foreign);
    }

    Making tags(String... tags) {
      return new Making(stock, repository, kind, parts, subject, List.of(tags), created, foreign);
    }

    Making created(String day) {
      return new Making(stock, repository, kind, parts, subject, tags, day, foreign);
    }

    private byte[] manifest() {
      return bytes(kind + " of " + parts + subject + created);
    }

    Digest digest() {
      return Digest.of(manifest());
    }

    private static Digest digest(String content) {
      return Stock.digest(content);
    }

    Put put() {
      var draft =
          new Draft(
              digest(),
              manifest().length,
              kind == Draft.Kind.INDEX ? INDEX : IMAGE,
              kind,
              parts,
              subject,
              "",
              "",
              "linux/amd64",
              day());
      return stock.store.manifests().put(new Name(repository), draft, manifest(), tags, "somebody");
    }

    private Optional<Instant> day() {
      return Optional.of(created)
          .filter(day -> !day.isEmpty())
          .map(day -> LocalDate.parse(day).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    Digest push() {
      if (!(put() instanceof Put.Kept)) {
        throw new AssertionError("something is missing: " + put());
      }
      return digest();
    }
  }

  /// What a repository shows.
  List<Digest> live(String within) {
    return store.images().list(within).stream().map(Image::digest).toList();
  }

  /// What a tag names.
  Optional<Digest> tag(String repository, String tag) {
    return store.manifests().find(new Name(repository), tag).map(Stored::digest);
  }

  List<Digest> trash() {
    return store.trash().list("").stream().map(Trash.Discarded::digest).toList();
  }

  boolean discard(String repository, Digest digest) {
    return store.trash().discard(new Name(repository), digest);
  }

  Trash.Restored restore(String repository, Digest digest) {
    return store.trash().restore(new Name(repository), digest);
  }

  Trash.Restored restore(String repository, String tag) {
    return store.trash().restore(new Name(repository), tag);
  }

  boolean has(String repository, String blob) {
    return store.blobs().find(new Name(repository), digest(blob)).isPresent();
  }

  long used() {
    return store.account().storageUsed();
  }

  @Override
  public void close() {
    store.close();
  }
}
