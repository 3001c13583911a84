// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Draft.Kind;
import dev.windlass.registry.store.Part;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the registry has to know of a manifest or index: what belongs to it and what it is about.
/// The bytes themselves are kept as they came. Types that nobody here knows are taken too, with
/// what they have of this.
@Json
record Manifest(
    @Nullable Integer schemaVersion,
    @Nullable String mediaType,
    @Nullable String artifactType,
    @Nullable Descriptor config,
    @Nullable List<@Nullable Descriptor> layers,
    @Nullable List<@Nullable Descriptor> manifests,
    @Nullable Descriptor subject) {
  static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  private static final int DEEPEST = 100;
  private static final Set<String> INDEXES =
      Set.of(OCI_INDEX, "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> IMAGES =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  /// Reads a manifest of some type, or refuses it.
  static Manifest parse(byte[] content, String type) {
    Manifest manifest = read(Manifest.class, content);
    manifest.check(type);
    return manifest;
  }

  /// What the manifest says it is, if it says so.
  static Optional<String> type(byte[] content) {
    return Optional.ofNullable(read(Manifest.class, content).mediaType());
  }

  /// The annotations, which matter only to referrers. They are read apart because our JSON reader
  /// takes texts of up to 50,000 characters, and skips longer ones.
  @Json
  record Notes(@Nullable Map<String, String> annotations) {}

  private static <T> T read(Class<T> part, byte[] content) {
    if (!Nesting.isWithin(DEEPEST, content)) {
      throw invalid("the manifest is nested deeper than " + DEEPEST, "");
    }
    try {
      return Optional.ofNullable(Jsonb.instance().type(part).fromJson(content))
          .orElseThrow(() -> invalid("the manifest is empty", "null"));
    } catch (JsonException | IllegalStateException | IndexOutOfBoundsException e) {
      // the last is how our reader takes an empty name at the end
      throw invalid("the manifest cannot be read: " + e.getMessage(), "");
    }
  }

  private void check(String type) {
    if (type.isEmpty()) {
      throw invalid("the type of the manifest is missing: send a Content-Type", "");
    }
    if (type.startsWith("application/vnd.docker.distribution.manifest.v1")
        || Integer.valueOf(1).equals(schemaVersion)) {
      throw invalid("schema 1 is not taken; push with a client of this decade", type);
    }
    if (mediaType != null && !mediaType.equals(type)) {
      throw invalid("mediaType and Content-Type do not agree", mediaType + " and " + type);
    }
    if (IMAGES.contains(type) || INDEXES.contains(type)) {
      checkForm(type);
    }
    parts();
    subjectDigest();
  }

  private void checkForm(String type) {
    if (schemaVersion == null || schemaVersion != 2) {
      throw invalid("schemaVersion needs to be 2", String.valueOf(schemaVersion));
    }
    boolean image = IMAGES.contains(type);
    if (image && (config == null || layers == null || manifests != null)) {
      throw invalid("an image manifest has a config and layers, and no manifests", type);
    }
    if (!image && (manifests == null || layers != null)) {
      throw invalid("an index has manifests, and no layers", type);
    }
  }

  /// What the manifest is made of.
  List<Part> parts() {
    var parts = new ArrayList<Part>();
    if (config != null) {
      parts.add(config.part(Part.Kind.CONFIG));
    }
    all(layers).forEach(layer -> parts.add(layer.part(Part.Kind.LAYER)));
    all(manifests).forEach(child -> parts.add(child.part(Part.Kind.CHILD)));
    return parts;
  }

  /// The manifest that this one is about. It need not be here.
  Optional<Digest> subjectDigest() {
    return Optional.ofNullable(subject).map(Descriptor::checked);
  }

  Kind kind(String type) {
    if (INDEXES.contains(type)) {
      return Kind.INDEX;
    }
    return IMAGES.contains(type) && imageConfig().isPresent() ? Kind.IMAGE : Kind.ARTIFACT;
  }

  /// The config, when it is one of an image.
  Optional<Digest> imageConfig() {
    return Optional.ofNullable(config)
        .filter(found -> found.mediaType() != null && IMAGE_CONFIGS.contains(found.mediaType()))
        .map(Descriptor::checked);
  }

  /// What a list of referrers says this is.
  String artifact() {
    String configType = config == null ? null : config.mediaType();
    return Optional.ofNullable(artifactType)
        .or(() -> Optional.ofNullable(configType))
        .map(Writable::text)
        .orElse("");
  }

  /// The annotations of what is about something, as JSON; empty when there are none.
  String annotations(byte[] content) {
    var notes = subject == null ? null : read(Notes.class, content).annotations();
    return notes == null ? "" : Jsonb.instance().toJson(new Notes(writable(notes)));
  }

  private static Map<String, String> writable(Map<String, ? extends @Nullable String> notes) {
    var all = new TreeMap<String, String>();
    notes.forEach((key, value) -> {
      if (value != null) { // as our JSON reader gives it, whatever the type says
        all.put(Writable.text(key), Writable.text(value));
      }
    });
    return all;
  }

  /// Reads what [#annotations(byte[])] wrote.
  static @Nullable Map<String, String> annotations(String json) {
    return json.isEmpty() ? null : Jsonb.instance().type(Notes.class).fromJson(json).annotations();
  }

  private static List<Descriptor> all(@Nullable List<@Nullable Descriptor> descriptors) {
    return descriptors == null ? List.of() : descriptors.stream().map(Manifest::present).toList();
  }

  private static Descriptor present(@Nullable Descriptor descriptor) {
    if (descriptor == null) {
      throw invalid("a descriptor is null", "null");
    }
    return descriptor;
  }

  static Rejected invalid(String message, Object detail) {
    return Rejected.because(ErrorCode.MANIFEST_INVALID, message, detail);
  }
}
