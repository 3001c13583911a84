// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// An image in the making, pushed to a [FakeRegistry].
final class TestImage {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  /// A layer as the registry has it and as the image speaks of it.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Part(String mediaType, byte[] blob, Digest digest, long size, Digest diffId) {
    static Part of(byte[] tar) throws IOException {
      return of(tar, TarBall.gzip(tar));
    }

    static Part of(byte[] tar, byte[] blob) {
      return new Part(LAYER, blob, Digest.of(blob), blob.length, Digest.of(tar));
    }
  }

  private final FakeRegistry registry;
  private final String repository;
  private final List<Part> parts = new ArrayList<>();
  private String os = "linux";
  private String architecture = Platform.here().architecture();
  private String configType = CONFIG;

  TestImage(FakeRegistry registry, String repository) {
    this.registry = registry;
    this.repository = repository;
  }

  TestImage with(Part part) {
    parts.add(part);
    return this;
  }

  TestImage forPlatform(String os, String architecture) {
    this.os = os;
    this.architecture = architecture;
    return this;
  }

  TestImage withConfigType(String type) {
    this.configType = type;
    return this;
  }

  Reference.Pinned push(String tag) {
    parts.forEach(part -> registry.wrongBlob(repository, part.digest(), part.blob()));
    var config = config().getBytes(UTF_8);
    registry.blob(repository, config);
    var manifest =
        """
        {"schemaVersion":2,"mediaType":"%s",
         "config":{"mediaType":"%s","digest":"%s","size":%d},
         "layers":[%s]}\
        """
            .formatted(
                MANIFEST,
                configType,
                Digest.of(config),
                config.length,
                parts.stream()
                    .map(p ->
                        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                            .formatted(p.mediaType(), p.digest(), p.size()))
                    .collect(Collectors.joining(",")));
    var digest = registry.manifest(repository, tag, MANIFEST, manifest);
    return new Reference.Pinned(new Repository(registry.host(), repository), digest);
  }

  private String config() {
    return """
    {"os":"%s","architecture":"%s",
     "config":{"User":"1000:1000","Env":["PATH=/bin","EMPTY="],"Entrypoint":["/shop"],
               "Cmd":["--serve"],"WorkingDir":"/srv"},
     "rootfs":{"type":"layers","diff_ids":[%s]}}\
    """
        .formatted(
            os,
            architecture,
            parts.stream().map(p -> "\"" + p.diffId() + "\"").collect(Collectors.joining(",")));
  }
}
