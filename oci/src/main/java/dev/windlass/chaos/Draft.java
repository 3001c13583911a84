// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.windlass.image.Digest;
import dev.windlass.image.Platform;
import java.util.ArrayList;
import java.util.List;

/// An image in the making, which may say of itself what is not so.
final class Draft {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final List<Layer> layers = new ArrayList<>();
  private final List<Digest> contents = new ArrayList<>();
  private Platform platform = Platform.here();
  private String configType = CONFIG;

  Draft layer(Layer layer) {
    layers.add(layer);
    contents.add(layer.content());
    return this;
  }

  Draft on(Platform other) {
    platform = other;
    return this;
  }

  Draft configType(String other) {
    configType = other;
    return this;
  }

  Draft withoutContents() {
    contents.clear();
    return this;
  }

  String config() {
    return """
    {"created":"2026-01-01T00:00:00Z","os":"%s","architecture":"%s",\
    "config":{"Cmd":["/bin/true"]},"rootfs":{"type":"layers","diff_ids":[%s]}}\
    """
        .formatted(
            platform.os(),
            platform.architecture(),
            contents.stream().map(content -> "\"" + content + "\"").collect(joining(",")));
  }

  private String manifest(byte[] config) {
    return """
    {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}\
    """
        .formatted(
            MANIFEST,
            descriptor(configType, config),
            layers.stream()
                .map(layer -> descriptor(layer.type(), layer.blob()))
                .collect(joining(",")));
  }

  static String descriptor(String type, byte[] content) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, Digest.of(content), content.length);
  }

  /// An index that offers something for a platform.
  static byte[] index(byte[] manifest, Platform platform) {
    return """
    {"schemaVersion":2,"mediaType":"%s","manifests":[\
    {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"%s","architecture":"%s"}}]}\
    """
        .formatted(
            INDEX,
            MANIFEST,
            Digest.of(manifest),
            manifest.length,
            platform.os(),
            platform.architecture())
        .getBytes(UTF_8);
  }

  Stock stock() {
    return stock(config().getBytes(UTF_8));
  }

  Stock stock(byte[] config) {
    return blobs(config).tagged(MANIFEST, manifest(config).getBytes(UTF_8));
  }

  /// The same under an index.
  Stock indexed() {
    byte[] config = config().getBytes(UTF_8);
    byte[] manifest = manifest(config).getBytes(UTF_8);
    return blobs(config).document(MANIFEST, manifest).tagged(INDEX, index(manifest, platform));
  }

  private Stock blobs(byte[] config) {
    var stock = new Stock().blob(config);
    layers.forEach(layer -> stock.blob(layer.blob()));
    return stock;
  }
}
