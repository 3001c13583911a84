// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.Drift;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.image.Resolution;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StandingTest {
  private static final Reference TAG = Reference.parse("icr.io/shop/web:v1");
  private static final Digest OLD = Digest.of("old".getBytes(UTF_8));
  private static final Digest NEW = Digest.of("new".getBytes(UTF_8));
  private static final Reference.Pinned PINNED = TAG.at(OLD);
  private static final URI REGISTRY = URI.create("https://icr.io");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static final Resolution SAME = new Resolution.Resolved(PINNED);
  private static final Resolution OTHER = new Resolution.Resolved(TAG.at(NEW));
  private static final Resolution GONE =
      new Failure.UnknownManifest(TAG, new Refusal("GET", REGISTRY, 404, "MANIFEST_UNKNOWN", ""));
  private static final Resolution AWAY =
      new Failure.Unreachable(TAG, REGISTRY, Trouble.REFUSED, "away");

  record Row(Optional<Resolution> tag, Optional<Resolution> digest, String state, String says) {}

  static final List<Row> rows =
      List.of(
          row(SAME, null, "current", "icr.io has"),
          row(null, SAME, "current", "icr.io has"),
          row(OTHER, SAME, "tag_moved", "the tag 'v1' names " + NEW.brief()),
          row(
              GONE,
              SAME,
              "untagged",
              "the tag 'v1' is gone from icr.io; a clean-up there may take"),
          row(
              OTHER,
              GONE,
              "digest_gone",
              "icr.io has lost " + OLD.brief() + ", which is kept here"),
          row(GONE, GONE, "digest_gone", "icr.io has lost"),
          row(null, GONE, "digest_gone", "icr.io has lost"),
          row(AWAY, AWAY, "unknown", "nobody listens"),
          row(OTHER, AWAY, "unknown", "nobody listens"),
          row(AWAY, SAME, "unknown", "nobody listens"));

  private static Row row(
      @Nullable Resolution tag, @Nullable Resolution digest, String state, String says) {
    return new Row(Optional.ofNullable(tag), Optional.ofNullable(digest), state, says);
  }

  @ParameterizedTest
  @FieldSource("rows")
  void judgesByWhatTheRegistrySaysOfTagAndDigest(Row row) {
    var drift = new Standing(PINNED, TAG, row.tag, row.digest).drift(Optional.empty(), NOON);
    assertThat(drift.state()).isEqualTo(row.state);
    assertThat(drift.message()).contains(row.says);
    assertThat(drift.digest()).isEqualTo(OLD.toString());
    assertThat(drift.isNews()).isEqualTo(!List.of("current", "unknown").contains(row.state));
  }

  @Test
  void remembersSinceWhenItIsSo() {
    var moved = new Standing(PINNED, TAG, Optional.of(OTHER), Optional.of(SAME));
    var first = moved.drift(Optional.empty(), NOON);
    var second = moved.drift(Optional.of(first), NOON.plusSeconds(60));
    assertThat(second.since()).isEqualTo(first.since());
    assertThat(second.checkedAt()).isNotEqualTo(first.checkedAt());
    var gone = new Standing(PINNED, TAG, Optional.of(GONE), Optional.of(GONE));
    assertThat(gone.drift(Optional.of(second), NOON.plusSeconds(90)))
        .extracting(Drift::since)
        .isEqualTo(NOON.plusSeconds(90).toString());
  }
}
