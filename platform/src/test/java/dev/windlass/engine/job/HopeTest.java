// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Platform;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HopeTest {
  private static final Reference IMAGE = Reference.parse("icr.io/acme/work:1");
  private static final URI REGISTRY = URI.create("https://icr.io");
  private static final Digest DIGEST = Digest.of(new byte[0]);

  static final List<Failure> passing =
      List.of(
          new Unreachable(IMAGE, REGISTRY, Trouble.TIMEOUT, ""),
          new Unreachable(IMAGE, REGISTRY, Trouble.BROKEN, ""),
          new Failure.Throttled(IMAGE, Duration.ofSeconds(7), refusal(429)),
          new Failure.Misbehaved(IMAGE, refusal(500)),
          new Failure.Misbehaved(IMAGE, refusal(503)),
          new Failure.Local(IMAGE, new IOException("No space left on device")),
          new Failure.Mirrored(
              IMAGE,
              List.of(
                  new Failure.Misbehaved(IMAGE, refusal(503)),
                  new Unreachable(IMAGE, REGISTRY, Trouble.UNKNOWN_HOST, ""))));

  static final List<Failure> staying =
      List.of(
          new Unreachable(IMAGE, REGISTRY, Trouble.UNKNOWN_HOST, ""),
          new Unreachable(IMAGE, REGISTRY, Trouble.REFUSED, ""),
          new Unreachable(IMAGE, REGISTRY, Trouble.TLS, ""),
          new Failure.UnknownManifest(IMAGE, refusal(404)),
          new Failure.UnknownRepository(IMAGE, refusal(404)),
          new Failure.MissingCredentials(IMAGE, List.of(), refusal(401)),
          new Failure.MissingSecret(IMAGE, "mine"),
          new Failure.WrongCredentials(IMAGE, "ann", refusal(401)),
          new Failure.Denied(IMAGE, refusal(403)),
          new Failure.Misbehaved(IMAGE, refusal(418)),
          new Failure.WrongPlatform(IMAGE, Platform.here(), List.of()),
          new Failure.Unsupported(IMAGE, "text/plain"),
          new Failure.Corrupt(IMAGE, DIGEST, DIGEST),
          new Failure.BadLayer(IMAGE, DIGEST, "no tar"),
          new Failure.Mirrored(
              IMAGE,
              List.of(
                  new Failure.Misbehaved(IMAGE, refusal(503)),
                  new Failure.UnknownManifest(IMAGE, refusal(404)))));

  @ParameterizedTest
  @FieldSource("passing")
  void someTroublePassesByItself(Failure failure) {
    assertThat(Hope.of(failure)).isPresent();
  }

  @ParameterizedTest
  @FieldSource("staying")
  void otherTroubleStaysUntilSomebodyActs(Failure failure) {
    assertThat(Hope.of(failure)).isEmpty();
  }

  private static Refusal refusal(int status) {
    return new Refusal("GET", REGISTRY, status, "", "");
  }
}
