// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Digest;
import dev.windlass.image.Platform;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An image, ready to be pushed: its manifest and all that has to be there before.
///
/// @param blobs the layers, the lowest first, and then the config
/// @param children the images of an index
public record SampleImage(
    String mediaType, Blob manifest, List<Blob> blobs, List<SampleImage> children) {
  private static final String CREATED = "2026-01-01T00:00:00Z";

  public SampleImage {
    blobs = List.copyOf(blobs);
    children = List.copyOf(children);
  }

  /// What the image is known by. The same busybox on this machine gives the same digest.
  public Digest digest() {
    return manifest.digest();
  }

  /// How an image is to be run.
  ///
  /// @param port where it listens, 0 for nowhere
  record Start(String name, String program, int port, List<String> environment) {
    Start {
      environment = Stream.concat(Stream.of("PATH=/bin"), environment.stream()).toList();
    }
  }

  static SampleImage of(Platform platform, Start start, List<Layer> layers) {
    var config = json(config(platform, start, layers));
    var blobs = layers.stream().map(Layer::blob).toList();
    var manifest =
        json(
            new Wire.Manifest(
                2,
                Wire.MANIFEST,
                Wire.Descriptor.of(Wire.CONFIG, config),
                blobs.stream().map(blob -> Wire.Descriptor.of(Wire.LAYER, blob)).toList()));
    var all = Stream.concat(blobs.stream(), Stream.of(config)).toList();
    return new SampleImage(Wire.MANIFEST, manifest, all, List.of());
  }

  private static Wire.Config config(Platform platform, Start start, List<Layer> layers) {
    var contents = layers.stream().map(layer -> layer.content().toString()).toList();
    return new Wire.Config(
        CREATED,
        platform.architecture(),
        platform.os(),
        new Wire.Run(
            start.environment, List.of(start.program), "/", ports(start.port), labels(start.name)),
        new Wire.Files("layers", contents));
  }

  private static @Nullable Map<String, Map<String, String>> ports(int port) {
    return port == 0 ? null : Map.of(port + "/tcp", Map.of());
  }

  /// Sorted, because the order must not change from run to run.
  private static Map<String, String> labels(String name) {
    return new TreeMap<>(
        Map.of(
            "org.opencontainers.image.title", name,
            "org.opencontainers.image.licenses", "Apache-2.0 AND GPL-2.0-only",
            "org.opencontainers.image.vendor", "Windlass"));
  }

  /// An index that offers one image.
  static SampleImage index(Platform platform, SampleImage only) {
    var described =
        new Wire.Descriptor(
            only.mediaType,
            only.digest().toString(),
            only.manifest.size(),
            Wire.Machine.of(platform));
    var manifest = json(new Wire.Index(2, Wire.INDEX, List.of(described)));
    return new SampleImage(Wire.INDEX, manifest, List.of(), List.of(only));
  }

  private static Blob json(Object document) {
    return Blob.of(Jsonb.instance().toJsonBytes(document));
  }
}
