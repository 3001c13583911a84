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
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of the fault kit yields its own cause, with the evidence in the record. None of them
/// is guessed at: where the wire is the same, the words differ. `no-credentials` is told from
/// `ghcr-denied`, `gitlab-denied` and `google-denied`, `unauthorized-loop` from
/// `harbor-unauthorized` and `quay-unauthorized`, and `wrong-password-bad-request` from
/// `address-not-allowed` by nothing but the registries' own words. Without any, these become
/// credentials_missing, token_not_accepted and credentials_wrong.
class EveryFaultTest {
  private static final Limits LIMITS =
      Limits.STANDARD
          .withSilence(Duration.ofSeconds(2))
          .withConnecting(Duration.ofSeconds(1))
          .withUnpacked(256L << 20, 1_000_000);

  /// Where each of them ends, and what is seen there.
  private static final List<Row> ROWS =
      """
      host-unknown                  | dns             | no name server knows registry.invalid
      connection-refused            | tcp             | Connection refused
      connection-ignored            | tcp             | in 1 s
      connection-reset              | tcp or manifest |
      connection-silent             | manifest        | no answer came in 2 s
      not-http                      | manifest        | SSH-1.99-chaos
      tls-unknown-authority         | tls             | unable to find valid certification path to requested target
      tls-expired                   | tls             | NotAfter
      tls-wrong-name                | tls             | No subject alternative DNS name matching localhost found.
      tls-refused                   | tls             | handshake_failure
      plain-http-on-tls-port        | tls             | Unsupported or unrecognized SSL message
      tls-on-plain-port             | manifest        | Client sent an HTTP request to an HTTPS server.
      login-page                    | manifest        | 200 a web page, 'Log in', not a registry's answer
      login-page-unauthorized       | challenge       | 401 a web page, 'Log in', not a registry's answer
      login-page-forbidden          | manifest        | 403 a web page, 'Log in', not a registry's answer
      login-page-redirect           | manifest        | 200 a web page, 'Log in', not a registry's answer
      other-website                 | manifest        | 404 a web page, '404 Not Found', not a registry's answer
      proxy-login                   | manifest        | 407 a web page, 'Proxy Authentication Required', not a
      token-server-error            | token           | 500 UNKNOWN: unknown error
      token-server-unavailable      | token           | 503 a web page, '503 Service Temporarily Unavailable', not a
      token-page                    | token           | 200 a web page, 'Welcome', not a token server's answer
      token-not-json                | token           | 200 broken JSON
      token-empty                   | token           | 200 the token server's answer has no token
      token-missing                 | token           | 200 the token server's answer has no token
      token-cut-off                 | token           | Premature end
      token-slow                    | token           | no answer came in 2 s
      token-rate-limit              | token           | 429 TOOMANYREQUESTS: too many requests
      token-server-dead             | tcp             | Connection refused
      token-server-unknown          | dns             | no name server knows auth.invalid
      challenge-missing             | challenge       | 401 UNAUTHORIZED: it does not say how to log in
      challenge-without-realm       | challenge       | 401 UNAUTHORIZED: it wants [bearer service="registry"], which
      challenge-nonsense            | challenge       | 401 UNAUTHORIZED: it names a token server that is no address:
      no-credentials                | token           | 403 DENIED: requested access to the resource is denied
      wrong-password                | token           | 401 UNAUTHORIZED: Authorization required.
      wrong-password-bad-request    | token           | 400 UNAUTHORIZED: The username and password combination is
      wrong-password-basic          | manifest        | 401 UNAUTHORIZED: authentication required
      insufficient-scope            | manifest        | 401 UNAUTHORIZED: Insufficient scope; insufficient_scope
      access-denied                 | manifest        | 403 DENIED: You are not authorized to access the specified
      unauthorized-loop             | manifest        | 401 UNAUTHORIZED: authentication required
      address-not-allowed           | token           | 400 DENIED: The IP address 127.0.0.1 is not allowed by this
      address-not-allowed-forbidden | token           | 403 DENIED: The IP address 127.0.0.1 is not allowed by this
      private-only                  | manifest        | 403 DENIED: Private-only access is enabled on this account,
      docker-hub-missing            | manifest        | 401 UNAUTHORIZED: authentication required; insufficient_scope
      ghcr-denied                   | token           | 403 DENIED: denied
      gitlab-denied                 | token           | 403 DENIED: access forbidden
      google-denied                 | token           | 403 DENIED: Permission
      harbor-unauthorized           | manifest        | 401 UNAUTHORIZED: unauthorized to access repository:
      harbor-missing                | manifest        | 404 NOT_FOUND: repository harbor-missing/app not found
      quay-unauthorized             | manifest        | 401 UNAUTHORIZED: access to the requested resource is not
      quay-unauthorized-page        | manifest        | 401 a web page, '401 Unauthorized', not a registry's answer
      ecr-missing                   | manifest        | 404 NAME_UNKNOWN: The repository with name 'ecr-missing/app'
      ecr-token-expired             | manifest        | 403 DENIED: Your authorization token has expired.
      ecr-policy                    | manifest        | 403 DENIED: User: arn:aws:iam::123456789012:user/chaos is not
      azure-firewall                | token           | 403 DENIED: client with IP '127.0.0.1' is not allowed access.
      artifactory-bad-credentials   | manifest        | 401 Bad credentials
      traffic-quota                 | manifest        | 403 DENIED: You have exceeded your pull traffic quota for the
      traffic-quota-newer           | manifest        | 403 DENIED: Your account has exceeded its pull traffic quota
      traffic-quota-head            | manifest        | 403 DENIED: You have exceeded your pull traffic quota for the
      traffic-quota-blobs           | config          | 403 DENIED: You have exceeded your pull traffic quota for the
      rate-limit-seconds            | manifest        | 429 TOOMANYREQUESTS: too many requests
      rate-limit-date               | manifest        | 429 TOOMANYREQUESTS: too many requests
      rate-limit-silent             | manifest        | 429 TOOMANYREQUESTS: too many requests
      rate-limit-nonsense           | manifest        | 429 TOOMANYREQUESTS: too many requests
      rate-limit-page               | manifest        | 429 a web page, '429 Too Many Requests', not a registry's
      docker-hub-rate-limit         | manifest        | limit 100;w=21600, remaining 0;w=21600
      rate-limit-blobs              | config          | 429 TOOMANYREQUESTS: too many requests
      server-error                  | manifest        | 500 UNKNOWN: unknown error
      bad-gateway                   | manifest        | 502 a web page, '502 Bad Gateway', not a registry's answer
      unavailable                   | manifest        | 503 UNAVAILABLE: service unavailable
      gateway-timeout               | manifest        | 504 a web page, '504 Gateway Time-out', not a registry's
      blobs-unavailable             | config          | 503 UNAVAILABLE: service unavailable
      manifest-silent               | manifest        | no answer came in 2 s
      repository-gone               | manifest        | 404 NAME_UNKNOWN: repository name not known to registry
      tag-gone                      | manifest        | 404 MANIFEST_UNKNOWN: manifest unknown
      digest-gone                   | manifest        | 404 MANIFEST_UNKNOWN: manifest unknown
      gone-without-words            | manifest        | 404
      layer-gone                    | blobs           | 404 BLOB_UNKNOWN: blob unknown to registry
      config-gone                   | config          | 404 BLOB_UNKNOWN: blob unknown to registry
      index-child-gone              | manifest        | 404 MANIFEST_UNKNOWN: manifest unknown
      platform-missing              | platform        | offered linux/
      platform-wrong                | platform        | offered linux/
      index-empty                   | platform        | offered nothing
      manifest-unsupported          | manifest        | application/vnd.example.recipe.v1+json
      manifest-schema-1             | manifest        | application/vnd.docker.distribution.manifest.v1+json
      artifact                      | manifest        | application/vnd.cncf.helm.config.v1+json
      manifest-not-json             | manifest        | broken JSON
      manifest-too-big              | manifest        | the answer is longer than 8,388,608 bytes
      config-not-json               | config          | broken JSON
      layer-unsupported             | manifest        | application/vnd.oci.image.layer.v1.tar+gzip+encrypted
      config-without-layers         | manifest        | the manifest names 1 layers, and the configuration 0
      redirect-to-dead-host         | tcp             | Connection refused
      redirect-to-unknown-host      | dns             | no name server knows storage.invalid
      redirect-expired              | config          | 403 AccessDenied: Request has expired
      redirect-loop                 | config          | 307 it redirects more than 5 times
      redirect-to-plain-http        | config          | 307 it redirects to http
      layer-cut-off                 | blobs           | Premature end
      layer-reset                   | blobs           | Connection reset
      layer-silent                  | blobs           | nothing came for 2 s
      layer-drips                   | blobs           | bytes came in 2 s
      layer-too-short               | digest          | wanted
      layer-corrupt                 | digest          | wanted
      config-corrupt                | digest          | wanted
      manifest-other                | digest          | wanted
      digest-header-wrong           | manifest        | wanted
      layer-bad-tar                 | unpack          | invalid tar header at byte 0
      layer-truncated-gzip          | unpack          | it cannot be inflated
      layer-not-gzip                | unpack          | invalid tar header
      layer-other-content           | unpack          | it holds the tar
      layer-bomb                    | unpack          | it unpacks to more than 268,435,456 bytes
      layer-escapes-by-dots         | unpack          | '../../../../../../../../../../tmp/windlass-chaos-escaped'
      layer-escapes-by-root         | unpack          | '/tmp/windlass-chaos-escaped' is an absolute path
      layer-escapes-by-link         | unpack          | 'door/tmp' goes through a symbolic link that leads out of the
      layer-escapes-by-hard-link    | unpack          | '../../../../../../../../../../etc/passwd' leads out of the
      """
          .lines()
          .map(Row::parse)
          .toList();

  /// @param step one or, where it is a matter of microseconds, several
  /// @param evidence a part of it
  record Row(String fault, String step, String evidence) {
    static Row parse(String line) {
      var cells = line.split("\\|", 3);
      return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip());
    }

    @Override
    public String toString() {
      return fault;
    }
  }

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

  @ParameterizedTest
  @FieldSource("ROWS")
  void leavesEvidence(Row row) {
    var attempt = met(named(row.fault));
    var step = attempt.endedAt().orElseThrow();
    assertThat(row.step).contains(step.name().toString());
    assertThat(step.seen().get("why")).contains(row.evidence);
    assertThat(attempt.failure().orElseThrow().evidence()).contains(row.evidence);
    assertThat(attempt.places())
        .extracting(Attempt.Place::repository)
        .containsOnly(attempt.image().repository());
  }

  private static Fault named(String name) {
    return pulls().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyFaultIsLookedAt() {
    assertThat(ROWS.stream().map(Row::fault))
        .containsExactlyElementsOf(pulls().stream().map(Fault::name).toList());
  }

  @Test
  void noStepGivesASecretAway() {
    assertThat(ATTEMPTS.values().stream().flatMap(attempt -> attempt.steps().stream()))
        .map(Step::toString)
        .noneMatch(step -> step.contains("let-me-in") || step.contains("Bearer chaos"));
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
                endedAt(attempt)));
  }

  private static String endedAt(Attempt attempt) {
    var step = attempt.endedAt().orElseThrow().name().toString();
    return attempt.image().toString().contains("connection-reset") ? "tcp or manifest" : step;
  }

  /// Without what is different each time, or on other machines.
  private static String same(String text) {
    return text.replaceAll("(localhost|127\\.0\\.0\\.1):\\d+", "$1:5000")
        .replaceAll("sha256:[0-9a-f]{64}", "sha256:…")
        .replaceAll("(part|pinned to) [0-9a-f]{6}", "$1 …")
        .replaceAll("NotAfter: .*", "NotAfter: …")
        .replaceAll("no more than \\d bytes", "no more than 3 bytes")
        .replaceAll("again in 29\\d s", "again in 299 s")
        .replaceAll("Connection reset by peer|Broken pipe", "Connection reset")
        .replace("linux/" + Platform.here().architecture(), "linux/HERE")
        .replaceAll("linux/(arm64|amd64)", "linux/OTHER");
  }
}
