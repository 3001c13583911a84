// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static dev.windlass.chaos.FaultsTest.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// Faults in what is answered to whom.
final class AnswerRows {
  static final List<FaultsTest.Row> PAGES =
      List.of(
          row(
              "login-page",
              v -> {
                v.manifest().isPage(200);
                v.get("/v2/").isPage(200);
              }),
          row(
              "login-page-unauthorized",
              v -> {
                v.manifest().isPage(401);
                v.get("/v2/").isPage(401);
              }),
          row(
              "login-page-forbidden",
              v -> {
                v.manifest().isPage(403);
                v.get("/v2/").isPage(403);
              }),
          row(
              "login-page-redirect",
              v -> {
                var there = v.manifest().is(307).header("Location");
                assertThat(there).startsWith(v.target().base() + "/login?");
                v.get("/login").isPage(200);
              }),
          row(
              "other-website",
              v -> {
                v.manifest().isPage(404);
                v.get("/v2/").isPage(404);
              }),
          row("proxy-login", v -> v.get("/v2/").isPage(407).has("Proxy-Authenticate", "Basic ")));

  static final List<FaultsTest.Row> TOKENS =
      List.of(
          row("token-server-error", v -> v.token().refuses(500, "UNKNOWN", "")),
          row("token-server-unavailable", v -> v.token().isPage(503)),
          row("token-page", v -> v.token().isPage(200)),
          row("token-not-json", v -> v.token().is(200).has("Content-Type", "text/plain")),
          row("token-empty", v -> v.token().is(200).says("{\"token\":\"\"}")),
          row("token-missing", v -> v.token().is(200).says("{}")),
          row("token-cut-off", v -> FaultsTest.breaks(v::token)),
          row("token-slow", v -> FaultsTest.isSilent(v.hasty()::token)),
          row(
              "token-rate-limit",
              v -> v.token().refuses(429, "TOOMANYREQUESTS", "").has("Retry-After", "60")),
          row("token-server-dead", v -> FaultsTest.refusesConnections(v.realm().getPort())),
          row(
              "token-server-unknown",
              v -> assertThat(v.realm()).isEqualTo(URI.create("https://auth.invalid/token"))),
          row(
              "challenge-missing",
              v -> assertThat(v.get("/v2/").is(401).header("WWW-Authenticate")).isEmpty()),
          row(
              "challenge-without-realm",
              v ->
                  assertThat(v.get("/v2/").is(401).header("WWW-Authenticate"))
                      .isEqualTo("Bearer service=\"registry\"")),
          row(
              "challenge-nonsense",
              v ->
                  v.get("/v2/")
                      .is(401)
                      .has("WWW-Authenticate", "realm=\"https://:token:server\"")));

  static final List<FaultsTest.Row> ACCESS =
      List.of(
          row(
              "no-credentials",
              v -> {
                v.token().refuses(403, "DENIED", "");
                assertThat(v.target().fault().credential()).isEmpty();
              }),
          row(
              "wrong-password",
              v -> {
                v.token().refuses(401, "UNAUTHORIZED", "Authorization required.");
                v.tokenByPost().is(401);
              }),
          row(
              "wrong-password-bad-request",
              v -> v.token().refuses(400, "UNAUTHORIZED", "username and password")),
          row(
              "wrong-password-basic",
              v -> {
                v.get("/v2/").is(401).has("WWW-Authenticate", "Basic realm=");
                v.getWith(v.credential().orElseThrow(), "manifests/v1").is(401);
              }),
          row(
              "insufficient-scope",
              v ->
                  v.manifestWithToken()
                      .refuses(401, "UNAUTHORIZED", "Insufficient scope")
                      .has(
                          "WWW-Authenticate",
                          ",service=\"registry\",scope=\"repository:insufficient-scope/app:pull\","
                              + "error=\"insufficient_scope\"")),
          row("access-denied", v -> v.manifestWithToken().refuses(403, "DENIED", "not authorized")),
          row(
              "unauthorized-loop",
              v -> {
                v.manifestWithToken()
                    .refuses(401, "UNAUTHORIZED", "")
                    .has("WWW-Authenticate", "Bearer");
                v.manifestWithToken().is(401);
              }),
          row(
              "address-not-allowed",
              v -> {
                v.token().refuses(400, "DENIED", "127.0.0.1");
                v.tokenByPost().is(400);
              }),
          row(
              "address-not-allowed-forbidden",
              v -> {
                v.token().refuses(403, "DENIED", "127.0.0.1");
                v.tokenByPost().is(403);
              }),
          row(
              "private-only",
              v -> v.manifestWithToken().refuses(403, "DENIED", "Private-only access is enabled")));

  static final List<FaultsTest.Row> VENDORS =
      List.of(
          row(
              "docker-hub-missing",
              v ->
                  v.manifestWithToken()
                      .refuses(401, "UNAUTHORIZED", "\"Name\":\"docker-hub-missing/app\"")
                      .has("WWW-Authenticate", "error=\"insufficient_scope\"")),
          row("ghcr-denied", v -> v.token().refuses(403, "DENIED", "\"denied\"")),
          row("gitlab-denied", v -> v.token().refuses(403, "DENIED", "access forbidden")),
          row("google-denied", v -> v.token().refuses(403, "DENIED", "(or it may not exist)")),
          row(
              "harbor-unauthorized",
              v ->
                  v.manifestWithToken()
                      .refuses(
                          401, "UNAUTHORIZED", "unauthorized to access repository: harbor-un")),
          row(
              "harbor-missing",
              v -> v.manifestWithToken().refuses(404, "NOT_FOUND", "harbor-missing/app not found")),
          row(
              "quay-unauthorized",
              v -> v.manifestWithToken().refuses(401, "UNAUTHORIZED", "is not authorized")),
          row("quay-unauthorized-page", v -> v.manifestWithToken().isPage(401)),
          row(
              "ecr-missing",
              v ->
                  v.manifestWithToken()
                      .refuses(404, "NAME_UNKNOWN", "does not exist in the registry")),
          row(
              "ecr-token-expired",
              v -> {
                v.get("/v2/").is(401).has("WWW-Authenticate", "Basic ").says("Not Authorized");
                v.getWith(v.credential().orElseThrow(), "manifests/v1")
                    .refuses(403, "DENIED", "authorization token has expired");
              }),
          row(
              "ecr-policy",
              v -> {
                v.getWith(v.credential().orElseThrow(), "/v2/").is(200);
                v.getWith(v.credential().orElseThrow(), "manifests/v1")
                    .refuses(403, "DENIED", "not authorized to perform: ecr:BatchGetImage");
              }),
          row(
              "azure-firewall",
              v -> v.token().refuses(403, "DENIED", "client with IP '127.0.0.1' is not allowed")),
          row(
              "artifactory-bad-credentials",
              v ->
                  v.getWith(v.credential().orElseThrow(), "manifests/v1")
                      .is(401)
                      .says("{\"status\":401,\"message\":\"Bad credentials\"}")));

  static final List<FaultsTest.Row> QUOTAS =
      List.of(
          row(
              "traffic-quota",
              v -> {
                v.head("manifests/v1").is(200).has("Docker-Content-Digest", "sha256:");
                v.manifest()
                    .refuses(
                        403,
                        "DENIED",
                        "\"You have exceeded your pull traffic quota for the current month. Review your"
                            + " pull traffic quota and pricing plan.\"");
              }),
          row(
              "traffic-quota-newer",
              v -> {
                v.head("manifests/v1").is(200);
                v.manifest()
                    .refuses(403, "DENIED", "Your account has exceeded its pull traffic quota");
              }),
          row(
              "traffic-quota-head",
              v -> {
                v.head("manifests/v1").is(403);
                v.manifest().refuses(403, "DENIED", "pull traffic quota");
              }),
          row("traffic-quota-blobs", v -> v.layer().refuses(403, "DENIED", "pull traffic quota")),
          row(
              "storage-quota",
              v -> {
                v.pulls();
                v.head("blobs/" + Healthy.layer(v.target().fault().name()).digest()).is(404);
                v.post("blobs/uploads/")
                    .refuses(403, "DENIED", "You have exceeded your storage quota.");
              }),
          row(
              "storage-quota-newer",
              v ->
                  v.post("blobs/uploads/")
                      .refuses(403, "DENIED", "exceeded its image storage quota for the current")));

  static final List<FaultsTest.Row> RATE_LIMITS =
      List.of(
          row(
              "rate-limit-seconds",
              v -> {
                v.head("manifests/v1").is(429);
                v.manifest().refuses(429, "TOOMANYREQUESTS", "").has("Retry-After", "1");
              }),
          row(
              "rate-limit-date",
              v -> {
                var date = v.manifest().refuses(429, "TOOMANYREQUESTS", "").header("Retry-After");
                assertThat(
                        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                    .isAfter(Instant.now());
              }),
          row(
              "rate-limit-silent",
              v ->
                  assertThat(v.manifest().refuses(429, "TOOMANYREQUESTS", "").header("Retry-After"))
                      .isEmpty()),
          row("rate-limit-nonsense", v -> v.manifest().is(429).has("Retry-After", "880.092us")),
          row("rate-limit-page", v -> v.manifest().isPage(429)),
          row(
              "docker-hub-rate-limit",
              v ->
                  v.manifest()
                      .refuses(429, "TOOMANYREQUESTS", "You have reached your pull rate limit.")
                      .has("ratelimit-limit", "100;w=21600")
                      .has("ratelimit-remaining", "0;w=21600")
                      .has("docker-ratelimit-source", "127.0.0.1")),
          row("rate-limit-blobs", v -> v.layer().refuses(429, "TOOMANYREQUESTS", "")));

  static final List<FaultsTest.Row> OUTAGES =
      List.of(
          row("server-error", v -> v.manifest().refuses(500, "UNKNOWN", "")),
          row("bad-gateway", v -> v.manifest().isPage(502)),
          row(
              "unavailable",
              v -> v.manifest().refuses(503, "UNAVAILABLE", "").has("Retry-After", "30")),
          row("gateway-timeout", v -> v.manifest().isPage(504)),
          row("blobs-unavailable", v -> v.layer().refuses(503, "UNAVAILABLE", "")),
          row("manifest-silent", v -> FaultsTest.isSilent(v.hasty()::manifest)));

  private AnswerRows() {}
}
