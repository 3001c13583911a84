// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the registry reads in the config of an image. That a config is broken is no reason to
/// refuse the image: then nobody knows when it was made.
@Json
record Config(
    @Nullable String created,
    @Nullable String os,
    @Nullable String architecture,
    @Nullable String variant) {
  static final Config UNKNOWN = new Config(null, null, null, null);
  private static final int DEEPEST = 100;

  static Config parse(byte[] content) {
    if (!Nesting.isWithin(DEEPEST, content)) {
      return UNKNOWN;
    }
    try {
      return Objects.requireNonNullElse(
          Jsonb.instance().type(Config.class).fromJson(content), UNKNOWN);
    } catch (JsonException | IllegalStateException | IndexOutOfBoundsException e) {
      return UNKNOWN;
    }
  }

  Optional<Instant> time() {
    try {
      return Optional.ofNullable(created).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// `linux/arm64/v8`; empty when it does not say.
  String platform() {
    if (os == null || architecture == null) {
      return "";
    }
    return Writable.text(os + "/" + architecture + (variant == null ? "" : "/" + variant));
  }
}
