// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Stored;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An image as `docker image inspect` shows it, made of its manifest and its config.
final class Inspection {
  private static final int LONGEST_CONFIG = 4 << 20;
  private static final List<Field> FIELDS =
      List.of(
          new Field("created", "Created"),
          new Field("author", "Author"),
          new Field("architecture", "Architecture"),
          new Field("os", "Os"),
          new Field("os.version", "OsVersion"),
          new Field("config", "Config"));

  /// How a field of the config is called here.
  private record Field(String from, String to) {}

  private Inspection() {}

  static Map<String, Object> of(Store store, Name repository, Stored manifest) throws IOException {
    var config = digest(tree(manifest.content()).get("config"));
    var shown = new LinkedHashMap<String, Object>();
    shown.put("Id", config.map(Digest::toString).orElse(manifest.digest().toString()));
    if (config.isPresent()) {
      fill(shown, config(store, repository, config.get()));
    }
    shown.put("ManifestType", manifest.mediaType());
    long size = size(store, repository, manifest.digest());
    shown.put("Size", size);
    shown.put("VirtualSize", size);
    return shown;
  }

  private static void fill(Map<String, Object> shown, Map<String, Object> config) {
    for (Field field : FIELDS) {
      var value = config.get(field.from());
      if (value != null) {
        shown.put(field.to(), value);
      }
    }
    if (config.get("rootfs") instanceof Map<?, ?> rootfs && rootfs.get("diff_ids") != null) {
      shown.put("RootFS", Map.of("Type", "layers", "Layers", rootfs.get("diff_ids")));
    }
  }

  private static Map<String, Object> config(Store store, Name repository, Digest digest)
      throws IOException {
    var blob = store.blobs().find(repository, digest);
    return blob.isEmpty() ? Map.of() : tree(blob.get().start(LONGEST_CONFIG));
  }

  /// Nothing for what is no JSON: a registry keeps that too.
  private static Map<String, Object> tree(byte[] json) {
    try {
      return Jsonb.instance().type(Object.class).map().fromJson(json);
    } catch (JsonException
        | IllegalStateException
        | IndexOutOfBoundsException
        | StackOverflowError e) {
      return Map.of();
    }
  }

  private static Optional<Digest> digest(@org.jspecify.annotations.Nullable Object descriptor) {
    try {
      return descriptor instanceof Map<?, ?> fields && fields.get("digest") instanceof String text
          ? Optional.of(Digest.parse(text))
          : Optional.empty();
    } catch (InvalidName e) {
      return Optional.empty();
    }
  }

  private static long size(Store store, Name repository, Digest digest) {
    return store.images().list(repository.path()).stream()
        .filter(image -> image.digest().equals(digest))
        .mapToLong(image -> image.size())
        .findFirst()
        .orElse(0);
  }
}
