// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Golden;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Platform;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final Reference SHOP = Reference.parse("us.icr.io/acme/shop:v1");
  private static final Digest OLD = Digest.of(new byte[] {1});
  private static final Digest NEW = Digest.of(new byte[] {2});

  private static final List<Failure> FAILURES =
      List.of(
          new Failure.UnknownManifest(SHOP, refusal(404, "MANIFEST_UNKNOWN", "manifest unknown")),
          new Failure.UnknownManifest(
              SHOP.at(OLD), refusal(404, "MANIFEST_UNKNOWN", "manifest unknown")),
          new Failure.UnknownRepository(
              SHOP, refusal(404, "NAME_UNKNOWN", "repository name not known to registry")),
          unreachable(Trouble.UNKNOWN_HOST, "us.icr.io"),
          unreachable(Trouble.REFUSED, "Connection refused"),
          unreachable(Trouble.TIMEOUT, "nothing came for 30 s"),
          unreachable(
              Trouble.UNKNOWN_AUTHORITY,
              "unable to find valid certification path to requested target"),
          unreachable(Trouble.BROKEN, "Connection reset"),
          new Failure.MissingCredentials(
              SHOP, refusal(401, "UNAUTHORIZED", "authentication required")),
          new Failure.SecretForOtherHost(
              SHOP,
              List.of("de.icr.io", "ghcr.io"),
              new Credentials.NearMiss(
                  "de.icr.io", "it is for de.icr.io, and the image is on us.icr.io", 6),
              refusal(403, "", "Forbidden")),
          new Failure.SecretForOtherHost(
              SHOP,
              List.of("docker.io", "ghcr.io"),
              new Credentials.NearMiss("ghcr.io", "it is for ghcr.io", 106),
              refusal(403, "", "Forbidden")),
          new Failure.NotShown(
              Reference.parse("acme/shop"),
              refusal(401, "UNAUTHORIZED", "authentication required")),
          new Failure.MissingSecret(SHOP, "icr-pull"),
          new Failure.WrongCredentials(
              SHOP, "iamapikey", refusal(401, "UNAUTHORIZED", "Authorization required")),
          new Failure.WrongCredentials(SHOP, "iamapikey", refusal(400, "", "Bad Request")),
          new Failure.Denied(
              SHOP,
              Failure.Denied.Reason.TRAFFIC_QUOTA,
              refusal(
                  403,
                  "DENIED",
                  "You have exceeded your pull traffic quota for the current month. Review your"
                      + " pull traffic quota and pricing plan.")),
          new Failure.Denied(
              SHOP,
              Failure.Denied.Reason.PRIVATE_NETWORK_ONLY,
              refusal(
                  403,
                  "DENIED",
                  "Private-only access is enabled on this account, but this request was over the"
                      + " public network. You must access this account over the private network")),
          new Failure.Denied(SHOP, refusal(401, "UNAUTHORIZED", "Insufficient scope")),
          new Failure.Denied(SHOP, refusal(403, "", "")),
          new Failure.Throttled(
              SHOP,
              Duration.ofSeconds(90),
              refusal(429, "TOOMANYREQUESTS", "You have reached your pull rate limit.")),
          new Failure.Misbehaved(SHOP, refusal(502, "", "an HTML page, not a registry's answer")),
          new Failure.WrongPlatform(
              SHOP,
              new Platform("linux", "amd64"),
              List.of(new Platform("linux", "arm64"), new Platform("linux", "s390x"))),
          new Failure.Unsupported(SHOP, "application/vnd.cncf.helm.config.v1+json"),
          new Failure.Corrupt(SHOP, OLD, NEW),
          new Failure.BadLayer(SHOP, OLD, "invalid tar header at byte 0"),
          new Failure.Local(
              SHOP, new IOException("pwrite /var/lib/windlass: No space left on device")),
          new Failure.Local(SHOP.at(OLD), new IOException("Input/output error")),
          new Failure.Mirrored(
              SHOP, List.of(atMirror(), unreachable(Trouble.UNKNOWN_HOST, "us.icr.io"))),
          new Failure.Mirrored(
              SHOP,
              List.of(
                  atMirror(),
                  new Failure.UnknownRepository(
                      SHOP,
                      refusal(404, "NAME_UNKNOWN", "repository name not known to registry")))),
          new Failure.Mirrored(SHOP, List.of(atMirror())));

  private static Failure atMirror() {
    return new Failure.UnknownManifest(
        Reference.parse("localhost:5000/icr/acme/shop:v1"),
        new Refusal(
            "GET",
            URI.create("http://localhost:5000/v2/icr/acme/shop/manifests/v1"),
            404,
            "MANIFEST_UNKNOWN",
            "manifest unknown"));
  }

  private static Refusal refusal(int status, String code, String message) {
    return new Refusal(
        "GET", URI.create("https://us.icr.io/v2/acme/shop/manifests/v1"), status, code, message);
  }

  private static Failure unreachable(Trouble trouble, String detail) {
    return new Failure.Unreachable(
        SHOP, URI.create("https://us.icr.io/v2/acme/shop/manifests/v1"), trouble, detail);
  }

  @Test
  void everyFailureReadsWell() throws IOException {
    Golden.check(
        "pull-failures.txt",
        FAILURES.stream().map(DiagnosisTest::page).collect(Collectors.joining("\n")));
  }

  private static String page(Failure failure) {
    var diagnosis = Diagnosis.of(failure);
    return "[%s, %s]\n%s\n  evidence: %s\n"
        .formatted(diagnosis.code(), CodeEngineReason.of(failure), diagnosis, diagnosis.evidence());
  }

  @Test
  void everyProblemBeginsWithTheSameWords() {
    assertThat(FAILURES)
        .allSatisfy(failure ->
            assertThat(Diagnosis.of(failure).problem())
                .startsWith("Unable to pull the image \"" + failure.image() + "\": ")
                .endsWith("."));
  }

  @Test
  void everyFailureHasACauseAFixAndEvidence() {
    assertThat(FAILURES.stream().map(Diagnosis::of))
        .allSatisfy(diagnosis ->
            assertThat(List.of(diagnosis.cause(), diagnosis.fix(), diagnosis.evidence()))
                .noneMatch(String::isBlank));
  }

  @Test
  void aDiagnosisTravelsAsJson() {
    var json = Jsonb.instance().type(Diagnosis.class);
    var diagnosis = Diagnosis.of(FAILURES.getFirst());
    assertThat(json.fromJson(json.toJson(diagnosis))).isEqualTo(diagnosis);
  }
}
