// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;

import dev.windlass.image.Digest;
import dev.windlass.image.Digest.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A blob, or a manifest with what has to be pushed before it.
final class Piece {
  final String type;
  final byte[] content;
  final Digest digest;
  final boolean isManifest;
  private final List<Piece> parts;

  private Piece(
      String type, byte[] content, Algorithm algorithm, boolean isManifest, List<Piece> parts) {
    this.type = type;
    this.content = content;
    this.digest = Images.digest(algorithm, content);
    this.isManifest = isManifest;
    this.parts = parts;
  }

  static Piece blob(String type, String content) {
    return blob(type, bytes(content));
  }

  static Piece blob(String type, byte[] content) {
    return new Piece(type, content, Algorithm.SHA256, false, List.of());
  }

  static Piece config(String content) {
    return blob(Images.CONFIG_TYPE, "{\"os\":\"linux\",\"author\":\"" + content + "\"}");
  }

  static Piece layer(String content) {
    return blob(Images.LAYER_TYPE, content);
  }

  /// @param more further fields, with a comma in front
  static Piece image(String more, Piece config, Piece... layers) {
    return image(Images.OCI, more, config, layers);
  }

  static Piece image(String type, String more, Piece config, Piece... layers) {
    var text =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":%s%s}"
            .formatted(type, config.descriptor(""), list(layers), more);
    var parts = Stream.concat(Stream.of(config), Stream.of(layers)).toList();
    return new Piece(type, bytes(text), Algorithm.SHA256, true, parts);
  }

  static Piece index(String more, Piece... manifests) {
    return index(Images.INDEX, more, manifests);
  }

  static Piece index(String type, String more, Piece... manifests) {
    var text =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":%s%s}"
            .formatted(type, list(manifests), more);
    return new Piece(type, bytes(text), Algorithm.SHA256, true, List.of(manifests));
  }

  private static String list(Piece... pieces) {
    return Stream.of(pieces)
        .map(piece -> piece.descriptor(""))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// The same, by its other name.
  Piece by(Algorithm algorithm) {
    return new Piece(type, content, algorithm, isManifest, parts);
  }

  /// The same, with something written differently.
  Piece withText(String old, String other) {
    var text = new String(content, StandardCharsets.UTF_8).replace(old, other);
    return new Piece(type, bytes(text), digest.algorithm(), isManifest, parts);
  }

  /// @param more further fields, with a comma in front
  String descriptor(String more) {
    return Images.descriptor(type, content, digest, more);
  }

  /// What to push, in this order.
  Stream<Piece> inOrder() {
    return Stream.concat(parts.stream().flatMap(Piece::inOrder), Stream.of(this));
  }
}
