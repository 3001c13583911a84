// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The documents of the OCI image specification and of Docker before it, so far as we read them.
/// They come from strangers, so anything may be missing.
final class Documents {
  private static final int DEEPEST = 64; // the parser's skipping is recursive

  private Documents() {}

  /// Reads a document. Whatever is wrong with it is a [BadAnswer].
  static <T> T parse(Class<T> type, byte[] json) throws BadAnswer {
    if (depth(json) > DEEPEST) {
      throw new BadAnswer("broken JSON: nested too deeply");
    }
    try {
      return Jsonb.instance().type(type).fromJson(json);
    } catch (JsonException | IllegalStateException | IndexOutOfBoundsException e) {
      // the last is how the parser takes an empty name at the end
      throw new BadAnswer("broken JSON: " + e.getMessage(), e);
    }
  }

  private static int depth(byte[] json) {
    int depth = 0;
    int deepest = 0;
    boolean text = false;
    for (int i = 0; i < json.length; i++) {
      switch (json[i]) {
        case '\\' -> i += text ? 1 : 0;
        case '"' -> text = !text;
        case '{', '[' -> deepest = Math.max(deepest, text ? depth : ++depth);
        case '}', ']' -> depth -= text ? 0 : 1;
        default -> {}
      }
    }
    return deepest;
  }

  private static <T> List<T> present(@Nullable List<@Nullable T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  /// An image manifest, an index, or one of the old ones.
  @Json
  record Manifest(
      int schemaVersion,
      String mediaType,
      @Nullable Descriptor config,
      List<Descriptor> layers,
      List<Descriptor> manifests) {
    Manifest(
        int schemaVersion,
        @Nullable String mediaType,
        @Nullable Descriptor config,
        @Nullable List<@Nullable Descriptor> layers,
        @Nullable List<@Nullable Descriptor> manifests) {
      this.schemaVersion = schemaVersion;
      this.mediaType = Objects.requireNonNullElse(mediaType, "");
      this.config = config;
      this.layers = present(layers);
      this.manifests = present(manifests);
    }
  }

  /// What is where, and how big.
  @Json
  record Descriptor(String mediaType, String digest, long size, @Nullable Target platform) {
    Descriptor(
        @Nullable String mediaType, @Nullable String digest, long size, @Nullable Target platform) {
      this.mediaType = Objects.requireNonNullElse(mediaType, "");
      this.digest = Objects.requireNonNullElse(digest, "");
      this.size = size;
      this.platform = platform;
    }
  }

  /// What an entry of an index runs on.
  @Json
  record Target(String os, String architecture, String variant) {
    Target(@Nullable String os, @Nullable String architecture, @Nullable String variant) {
      this.os = Objects.requireNonNullElse(os, "");
      this.architecture = Objects.requireNonNullElse(architecture, "");
      this.variant = Objects.requireNonNullElse(variant, "");
    }
  }

  /// The image configuration.
  @Json
  record Configuration(String os, String architecture, Run config, Rootfs rootfs) {
    Configuration(
        @Nullable String os,
        @Nullable String architecture,
        @Nullable Run config,
        @Nullable Rootfs rootfs) {
      this.os = Objects.requireNonNullElse(os, "");
      this.architecture = Objects.requireNonNullElse(architecture, "");
      this.config =
          Objects.requireNonNullElseGet(config, () -> new Run(null, null, null, null, null, null));
      this.rootfs = Objects.requireNonNullElseGet(rootfs, () -> new Rootfs(null));
    }
  }

  @Json
  record Run(
      @Json.Property("User") String user,
      @Json.Property("Env") List<String> environment,
      @Json.Property("Entrypoint") List<String> entrypoint,
      @Json.Property("Cmd") List<String> command,
      @Json.Property("WorkingDir") String workingFolder,
      @Json.Property("ExposedPorts") Map<String, Object> exposedPorts) {
    Run(
        @Nullable String user,
        @Nullable List<@Nullable String> environment,
        @Nullable List<@Nullable String> entrypoint,
        @Nullable List<@Nullable String> command,
        @Nullable String workingFolder,
        @Nullable Map<String, Object> exposedPorts) {
      this.user = Objects.requireNonNullElse(user, "");
      this.environment = present(environment);
      this.entrypoint = present(entrypoint);
      this.command = present(command);
      this.workingFolder = Objects.requireNonNullElse(workingFolder, "");
      this.exposedPorts = Objects.requireNonNullElse(exposedPorts, Map.of());
    }
  }

  @Json
  record Rootfs(@Json.Property("diff_ids") List<String> diffIds) {
    Rootfs(@Nullable List<@Nullable String> diffIds) {
      this.diffIds = present(diffIds);
    }
  }

  /// A list of tags; some say `null` for none.
  @Json
  record Tags(List<String> tags) {
    Tags(@Nullable List<@Nullable String> tags) {
      this.tags = present(tags);
    }
  }

  /// What a token server gives. Some say `token`, some `access_token`.
  @Json
  record Token(
      String token,
      @Json.Property("access_token") String accessToken,
      @Json.Property("expires_in") long expiresIn,
      @Json.Property("issued_at") String issuedAt) {
    Token(
        @Nullable String token,
        @Nullable String accessToken,
        long expiresIn,
        @Nullable String issuedAt) {
      this.token = Objects.requireNonNullElse(token, "");
      this.accessToken = Objects.requireNonNullElse(accessToken, "");
      this.expiresIn = expiresIn;
      this.issuedAt = Objects.requireNonNullElse(issuedAt, "");
    }
  }
}
