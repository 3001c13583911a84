// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Golden;
import dev.windlass.chaos.Chaos;
import dev.windlass.chaos.Fault;
import dev.windlass.chaos.Target;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.diagnose.Diagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of the fault kit yields its own cause, with the evidence in the record.
class EveryFaultTest {
  private static final Limits LIMITS =
      Limits.STANDARD
          .withSilence(Duration.ofSeconds(2))
          .withConnecting(Duration.ofSeconds(1))
          .withUnpacked(256L << 20, 1_000_000);

  @TempDir private static Path temp;
  private static Chaos chaos;
  private static final Map<String, Attempt> ATTEMPTS = new LinkedHashMap<>();

  @BeforeAll
  static void meetThemAll() throws Exception {
    chaos = Chaos.start(0);
    var authority = Files.writeString(temp.resolve("authority.pem"), chaos.authority());
    var network = new Network(Trust.in(List.of(authority)), Proxies.of(Map.of()));
    for (var fault : pulls()) {
      ATTEMPTS.put(fault.name(), attempt(fault, network));
    }
  }

  @AfterAll
  static void stop() {
    chaos.close();
  }

  /// Pushes are none of our business here.
  static List<Fault> pulls() {
    return Fault.all().stream().filter(fault -> !fault.isPushed()).toList();
  }

  private static Attempt attempt(Fault fault, Network network)
      throws IOException, InterruptedException {
    var target = chaos.target(fault);
    var recording = new Recording(target.reference(), InstantSource.system(), Progress.SILENT);
    try (var images =
        LocalImages.at(
            temp.resolve(fault.name()), LIMITS, Mirrors.NONE, _ -> target.base(), network)) {
      return recording.attempt(
          Optional.empty(), 0, failure(images, target, credentials(target), recording));
    }
  }

  private static Optional<Failure> failure(
      LocalImages images, Target target, Credentials credentials, Progress progress)
      throws InterruptedException {
    return switch (images.resolve(target.reference(), credentials, progress)) {
      case Failure why -> Optional.of(why);
      case Resolution.Resolved(var pinned) ->
          images.pull(pinned, credentials, progress) instanceof Failure why
              ? Optional.of(why)
              : Optional.empty();
    };
  }

  private static Credentials credentials(Target target) {
    return target
        .fault()
        .credential()
        .map(login ->
            new Credentials(
                Optional.of("pull"), Map.of(target.reference().repository().host(), login)))
        .orElse(Credentials.NONE);
  }

  private static Attempt met(Fault fault) {
    return Objects.requireNonNull(ATTEMPTS.get(fault.name()));
  }

  @ParameterizedTest
  @MethodSource("pulls")
  void hasItsOwnCause(Fault fault) {
    var failure = met(fault).failure();
    assertThat(failure.map(Cause::of)).as("%s", failure).hasValue(fault.cause());
  }

  @Test
  void readsWell() throws IOException {
    Golden.check(
        "faults.txt", pulls().stream().map(EveryFaultTest::page).collect(Collectors.joining("\n")));
  }

  private static String page(Fault fault) {
    var attempt = met(fault);
    var failure = attempt.failure().orElseThrow();
    var diagnosis = Diagnosis.of(failure);
    var cause = Cause.of(failure);
    return same(
        """
        %s: %s
        [%s, %s, %s]
        %s
          evidence: %s
          ended at: %s
        """
            .formatted(
                fault.name(),
                fault.says(),
                diagnosis.code(),
                cause.retry(),
                CodeEngineReason.of(failure),
                diagnosis,
                diagnosis.evidence(),
                attempt.endedAt().map(Step::name).orElseThrow()));
  }

  /// Without what is different each time, or on other machines.
  private static String same(String text) {
    return text.replaceAll("(localhost|127\\.0\\.0\\.1):\\d+", "$1:5000")
        .replaceAll("sha256:[0-9a-f]{64}", "sha256:…")
        .replaceAll("(part|pinned to) [0-9a-f]{6}", "$1 …")
        .replaceAll("NotAfter: .*", "NotAfter: …")
        .replaceAll("again in 29\\d s", "again in 299 s")
        .replaceAll("Connection reset by peer|Broken pipe", "Connection reset")
        .replace("linux/" + Platform.here().architecture(), "linux/HERE")
        .replaceAll("linux/(arm64|amd64)", "linux/OTHER");
  }
}
