// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is written down of an image that is here. When it was last used is not in it, but the time
/// of its file.
///
/// @param documents the digests of the index if there is one, the manifest and the configuration
/// @param bytes of the documents
/// @param open whether a registry gave it to somebody who showed nothing
record ImageRecord(
    Digest digest,
    List<Digest> documents,
    long bytes,
    List<Layer> layers,
    List<Reference> names,
    List<Repository> repositories,
    boolean open,
    List<Proof> proofs,
    Instant came) {
  private static final int MOST_PROOFS = 1_000;
  private static final int MOST_NAMES = 100;

  ImageRecord {
    documents = List.copyOf(documents);
    layers = List.copyOf(layers);
    names = List.copyOf(names);
    repositories = List.copyOf(repositories);
    proofs = List.copyOf(proofs);
  }

  /// One that nobody has asked for, and that nobody may use unasked.
  static ImageRecord of(Digest digest, Contents contents, Instant came) {
    return new ImageRecord(
        digest,
        contents.documents(),
        contents.bytes(),
        contents.layers(),
        List.of(),
        List.of(),
        false,
        List.of(),
        came);
  }

  /// The same, made of what is here now.
  ImageRecord of(Contents contents) {
    return new ImageRecord(
        digest,
        contents.documents(),
        contents.bytes(),
        contents.layers(),
        names,
        repositories,
        open,
        proofs,
        came);
  }

  ImageRecord named(Reference name) {
    return names(last(MOST_NAMES, names, name));
  }

  ImageRecord unnamed(Reference name) {
    return names(names.stream().filter(one -> !one.equals(name)).toList());
  }

  private ImageRecord names(List<Reference> names) {
    return new ImageRecord(
        digest, documents, bytes, layers, names, repositories, open, proofs, came);
  }

  ImageRecord askedAt(Repository repository) {
    return new ImageRecord(
        digest,
        documents,
        bytes,
        layers,
        names,
        last(MOST_NAMES, repositories, repository),
        open,
        proofs,
        came);
  }

  ImageRecord opened() {
    return new ImageRecord(
        digest, documents, bytes, layers, names, repositories, true, proofs, came);
  }

  ImageRecord proved(Proof proof) {
    var others = proofs.stream().filter(one -> !one.isReplacedBy(proof)).toList();
    return new ImageRecord(
        digest,
        documents,
        bytes,
        layers,
        names,
        repositories,
        open,
        last(MOST_PROOFS, others, proof),
        came);
  }

  boolean admits(Proof proof) {
    return open || proofs.stream().anyMatch(one -> one.admits(proof));
  }

  /// A list with one more at its end, or the same if it has that already, without the oldest when
  /// they are too many.
  private static <T> List<T> last(int most, List<T> list, T one) {
    var all = new ArrayList<>(new LinkedHashSet<>(list));
    if (!all.contains(one)) {
      all.add(one);
    }
    return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
  }

  /// Whatever must not be taken away while this is here.
  Set<Digest> needs() {
    return Stream.concat(documents.stream(), layers.stream().map(Layer::diffId))
        .collect(Collectors.toSet());
  }

  @Json
  record Written(
      String digest,
      List<String> documents,
      long bytes,
      List<WrittenLayer> layers,
      List<String> names,
      List<String> repositories,
      boolean open,
      List<Proof> proofs,
      String came) {}

  @Json
  record WrittenLayer(String digest, long size, String diffId) {}

  byte[] toJson() {
    return Jsonb.instance()
        .type(Written.class)
        .toJsonBytes(
            new Written(
                digest.toString(),
                documents.stream().map(Digest::toString).toList(),
                bytes,
                layers.stream()
                    .map(layer ->
                        new WrittenLayer(
                            layer.digest().toString(), layer.size(), layer.diffId().toString()))
                    .toList(),
                names.stream().map(Reference::toString).toList(),
                repositories.stream().map(Repository::toString).toList(),
                open,
                proofs,
                came.toString()));
  }

  /// Throws some runtime exception when it is broken.
  static ImageRecord ofJson(byte[] json) {
    var written = Jsonb.instance().type(Written.class).fromJson(json);
    return new ImageRecord(
        Digest.parse(written.digest()),
        written.documents().stream().map(Digest::parse).toList(),
        written.bytes(),
        written.layers().stream()
            .map(layer ->
                new Layer(Digest.parse(layer.digest()), layer.size(), Digest.parse(layer.diffId())))
            .toList(),
        written.names().stream().map(Reference::parse).toList(),
        written.repositories().stream().map(Repository::parse).toList(),
        written.open(),
        written.proofs(),
        Instant.parse(written.came()));
  }
}
