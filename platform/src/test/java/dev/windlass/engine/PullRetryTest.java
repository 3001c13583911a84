// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PullRetryTest {
  private static final Reference IMAGE = Reference.parse("icr.io/acme/work:1");
  private static final URI REGISTRY = URI.create("https://icr.io");
  private static final PullRetry RETRY = PullRetry.STANDARD;

  /// @param seconds after the first failure, after the second, after the twentieth; -1 for never
  record Row(Failure failure, boolean passes, List<Integer> seconds) {}

  static final List<Row> rows =
      List.of(
          row(new Unreachable(IMAGE, REGISTRY, Trouble.TIMEOUT, ""), true, 10, 20, 300),
          row(new Unreachable(IMAGE, REGISTRY, Trouble.BROKEN, ""), true, 10, 20, 300),
          row(new Failure.Local(IMAGE, new IOException("No space left")), true, 10, 20, 300),
          row(throttled(7), true, 10, 20, 300),
          row(throttled(900), true, 900, 900, 900),
          row(new Failure.UnknownManifest(IMAGE, refusal()), false, 900, 900, 900),
          row(new Failure.WrongCredentials(IMAGE, "ann", refusal()), false, 900, 900, 900),
          row(new Failure.Denied(IMAGE, refusal()), false, 900, 900, 900),
          row(new Failure.MissingSecret(IMAGE, "mine"), false, -1, -1, -1),
          row(new Failure.BadLayer(IMAGE, Digest.of(new byte[0]), "no tar"), false, -1, -1, -1),
          row(
              new Failure.Mirrored(
                  IMAGE,
                  List.of(
                      throttled(60), new Unreachable(IMAGE, REGISTRY, Trouble.UNKNOWN_HOST, ""))),
              true,
              60,
              60,
              300));

  private static Row row(Failure failure, boolean passes, Integer... seconds) {
    return new Row(failure, passes, List.of(seconds));
  }

  private static Failure throttled(int seconds) {
    return new Failure.Throttled(IMAGE, Duration.ofSeconds(seconds), refusal());
  }

  private static Refusal refusal() {
    return new Refusal("GET", REGISTRY, 400, "", "");
  }

  @ParameterizedTest
  @FieldSource("rows")
  void waitsByTheClassOfTheCause(Row row) {
    assertThat(PullRetry.passes(row.failure)).isEqualTo(row.passes);
    assertThat(RETRY.pause(row.failure, 1, 0)).isEqualTo(seconds(row.seconds.get(0)));
    assertThat(RETRY.pause(row.failure, 2, 0)).isEqualTo(seconds(row.seconds.get(1)));
    assertThat(RETRY.pause(row.failure, 20, 0)).isEqualTo(seconds(row.seconds.get(2)));
  }

  private static Optional<Duration> seconds(int seconds) {
    return seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  @Test
  void whoFailedTogetherDoesNotComeAgainTogether() {
    var broken = new Unreachable(IMAGE, REGISTRY, Trouble.BROKEN, "");
    assertThat(RETRY.pause(broken, 20, 1)).contains(Duration.ofMinutes(4));
    assertThat(RETRY.pause(throttled(60), 1, 1))
        .as("never before the registry wants us")
        .contains(Duration.ofSeconds(72));
  }
}
