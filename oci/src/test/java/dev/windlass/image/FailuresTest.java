// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.image.FakeRegistry.answer;
import static dev.windlass.image.FakeRegistry.authorization;
import static dev.windlass.image.FakeRegistry.basicAuth;
import static dev.windlass.image.FakeRegistry.bearerAuth;
import static dev.windlass.image.FakeRegistry.error;
import static dev.windlass.image.FakeRegistry.on;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Failure.Unreachable.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What each misfortune of asking a registry is called.
class FailuresTest {
  private static final String TOKEN = "{\"token\":\"good\",\"expires_in\":300}";
  private static final String JSON = "application/json";
  private static final Limits HASTY = Limits.STANDARD.withSilence(Duration.ofMillis(300));

  @TempDir Path temp;

  /// Sets a registry up to misbehave.
  interface Setting {
    void of(FakeRegistry registry);
  }

  record Row(String name, Setting setting, boolean signedIn, String becomes) {
    Limits patience() {
      return becomes.matches(".*(NO_ANSWER|TOO_SLOW)") ? HASTY : Limits.STANDARD;
    }

    @Override
    public String toString() {
      return name + (signedIn ? ", signed in" : "");
    }
  }

  private static Row anonymous(String name, Setting setting, String becomes) {
    return new Row(name, setting, false, becomes);
  }

  private static Row signedIn(String name, Setting setting, String becomes) {
    return new Row(name, setting, true, becomes);
  }

  private static Setting playing(FakeRegistry.Play play) {
    return registry -> registry.playing(play);
  }

  /// A registry that wants a token, and a token server that plays this.
  private static Setting tokenServer(FakeRegistry.Play play) {
    return registry ->
        registry
            .playing(bearerAuth("http://" + registry.host() + "/token", "good"))
            .playing(on("/token", play));
  }

  private static Setting withShop(Setting setting) {
    return registry -> {
      registry.manifest("shop/web", "v1", TestImage.MANIFEST, "{}");
      setting.of(registry);
    };
  }

  static final List<Row> rows =
      List.of(
          anonymous("no such repository", _ -> {}, "UnknownRepository 404 NAME_UNKNOWN"),
          anonymous(
              "no such tag",
              registry -> registry.manifest("shop/web", "v2", TestImage.MANIFEST, "{}"),
              "UnknownManifest 404 MANIFEST_UNKNOWN"),
          anonymous(
              "404 without words",
              playing(exchange -> answer(exchange, 404, JSON, "")),
              "Misbehaved NO_REGISTRY 404"),
          anonymous(
              "404 of a web site",
              playing(exchange -> answer(exchange, 404, "text/html", "<html>Not found</html>")),
              "Misbehaved NO_REGISTRY 404 a web page, not a registry's answer"),
          anonymous(
              "basic",
              withShop(playing(basicAuth("alice", "secret"))),
              "SecretForOtherHost [other.example] 401 UNAUTHORIZED"),
          signedIn(
              "basic, another password",
              withShop(playing(basicAuth("alice", "other"))),
              "WrongCredentials alice 401 UNAUTHORIZED"),
          anonymous(
              "401 without a challenge",
              playing(exchange -> error(exchange, 401, "UNAUTHORIZED", "who are you?")),
              "Misbehaved CHALLENGE 401 UNAUTHORIZED"),
          signedIn(
              "401 without a challenge",
              playing(exchange -> error(exchange, 401, "UNAUTHORIZED", "who are you?")),
              "Misbehaved CHALLENGE 401 UNAUTHORIZED"),
          anonymous(
              "token server 403",
              tokenServer(exchange -> error(exchange, 403, "DENIED", "no anonymous tokens")),
              "SecretForOtherHost [other.example] 403 DENIED"),
          anonymous(
              "token server 401",
              tokenServer(exchange -> error(exchange, 401, "UNAUTHORIZED", "login required")),
              "SecretForOtherHost [other.example] 401 UNAUTHORIZED"),
          signedIn(
              "token server 401",
              tokenServer(exchange -> error(exchange, 401, "UNAUTHORIZED", "login required")),
              "WrongCredentials alice 401 UNAUTHORIZED"),
          signedIn(
              "token server 400",
              tokenServer(exchange -> answer(exchange, 400, "text/plain", "Bad Request")),
              "WrongCredentials alice 400 Bad Request"),
          signedIn(
              "token server 403",
              tokenServer(exchange -> error(exchange, 403, "DENIED", "by policy")),
              "Denied NO_RIGHT 403 DENIED"),
          signedIn(
              "token server 500",
              tokenServer(exchange -> answer(exchange, 500, "text/plain", "oops")),
              "Misbehaved TOKEN_SERVER 500 oops"),
          signedIn(
              "token server 429",
              tokenServer(exchange -> error(exchange, 429, "TOOMANYREQUESTS", "slow down")),
              "Throttled PT1M 429 TOOMANYREQUESTS"),
          signedIn(
              "token server answers HTML",
              tokenServer(exchange -> answer(exchange, 200, "text/html", "<html>Sign in</html>")),
              "Misbehaved TOKEN_SERVER 200 a web page, not a token server's answer"),
          signedIn(
              "token server answers half",
              tokenServer(exchange -> answer(exchange, 200, JSON, "{\"token\":\"go")),
              "Misbehaved TOKEN_SERVER 200 broken JSON"),
          signedIn(
              "token server answers nothing",
              tokenServer(exchange -> answer(exchange, 200, JSON, "{}")),
              "Misbehaved TOKEN_SERVER 200 the token server's answer has no token"),
          signedIn(
              "token server is too far",
              registry -> registry.playing(bearerAuth("http://192.0.2.1/token", "good")),
              "Misbehaved CHALLENGE 401 UNAUTHORIZED"),
          signedIn(
              "token server without a listener",
              registry -> registry.playing(bearerAuth("http://127.0.0.1:" + closedPort(), "good")),
              "Unreachable TOKEN_SERVER REFUSED"),
          anonymous(
              "token is not enough",
              tokenServer(exchange -> answer(exchange, 200, JSON, TOKEN.replace("good", "weak"))),
              "Misbehaved TOKEN_REFUSED 401 UNAUTHORIZED"),
          signedIn(
              "token is not enough",
              tokenServer(exchange -> answer(exchange, 200, JSON, TOKEN.replace("good", "weak"))),
              "Misbehaved TOKEN_REFUSED 401 UNAUTHORIZED"),
          signedIn(
              "token of its own is invalid",
              registry ->
                  registry
                      .playing(on("/token", e -> answer(e, 200, JSON, TOKEN)))
                      .playing(exchange -> {
                        exchange
                            .getResponseHeaders()
                            .set(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://%s/token\",error=invalid_token"
                                    .formatted(registry.host()));
                        return error(exchange, 401, "UNAUTHORIZED", "bad signature");
                      }),
              "Misbehaved TOKEN_REFUSED 401 UNAUTHORIZED"),
          anonymous(
              "403",
              playing(e -> error(e, 403, "DENIED", "no")),
              "SecretForOtherHost [other.example] 403 DENIED"),
          signedIn(
              "403", playing(e -> error(e, 403, "DENIED", "no")), "Denied NO_RIGHT 403 DENIED"),
          anonymous(
              "403 for quota",
              playing(e -> error(e, 403, "DENIED", "You have exceeded your pull traffic quota")),
              "Denied TRAFFIC_QUOTA 403 DENIED"),
          anonymous(
              "429",
              playing(e -> {
                e.getResponseHeaders().set("Retry-After", "17");
                return error(e, 429, "TOOMANYREQUESTS", "You have reached your pull rate limit");
              }),
              "Throttled PT17S 429 TOOMANYREQUESTS"),
          anonymous("500", playing(e -> answer(e, 500, JSON, "{}")), "Misbehaved BROKEN 500 {}"),
          anonymous(
              "503 of a proxy",
              playing(e -> answer(e, 503, "text/html", "<h1>Bad gateway</h1>")),
              "Misbehaved BROKEN 503 a web page, not a registry's answer"),
          anonymous(
              "a wifi's sign-in page",
              playing(e -> answer(e, 200, "text/html", "<html>Welcome to our hotel</html>")),
              "Misbehaved LOGIN_PAGE 200 a web page, not a registry's answer"),
          anonymous(
              "a digest that is none",
              playing(e -> {
                e.getResponseHeaders().set("Docker-Content-Digest", "md5:1");
                return answer(e, 200, JSON, "x".repeat(9 << 20));
              }),
              "BrokenDocument MANIFEST_TOO_BIG the answer is longer than 8,388,608 bytes"),
          anonymous(
              "redirects in a ring",
              playing(e -> {
                e.getResponseHeaders().set("Location", "/v2/again");
                return answer(e, 307, JSON, "");
              }),
              "Misbehaved REDIRECT_LOOP 307 it redirects more than 5 times"),
          anonymous(
              "redirects out of TLS",
              playing(e -> {
                e.getResponseHeaders().set("Location", "http://192.0.2.1/blob?Signature=s3cret");
                return answer(e, 307, JSON, "");
              }),
              "Misbehaved REDIRECT_UNSAFE 307 it redirects to http"),
          anonymous(
              "hangs up",
              playing(e -> {
                e.close();
                return true;
              }),
              "Unreachable REGISTRY BROKEN"),
          anonymous(
              "never answers",
              playing(e -> {
                Thread.sleep(Duration.ofMinutes(1)); // until the test closes the server
                return true;
              }),
              "Unreachable REGISTRY NO_ANSWER"),
          anonymous(
              "stops in the middle",
              playing(e -> {
                if (e.getRequestMethod().equals("HEAD")) {
                  return answer(e, 200, JSON, "");
                }
                e.sendResponseHeaders(200, 1000);
                e.getResponseBody().write('x');
                e.getResponseBody().flush();
                Thread.sleep(Duration.ofMinutes(1)); // until the test closes the server
                return true;
              }),
              "Unreachable REGISTRY TOO_SLOW"));

  @ParameterizedTest
  @FieldSource("rows")
  void misfortunesHaveNames(Row row) throws IOException, InterruptedException {
    try (var registry = new FakeRegistry();
        var images = LocalImages.at(temp, row.patience())) {
      row.setting.of(registry);
      var host = row.signedIn ? registry.host() : "other.example";
      var credentials =
          new Credentials(
              Optional.of("pull"), Map.of(host, new Credential("alice", new Secret("secret"))));
      var failure =
          (Failure) images.resolve(registry.image("shop/web:v1"), credentials, Progress.SILENT);
      assertThat(summary(failure)).startsWith(row.becomes);
      assertThat(failure.toString()).doesNotContain("s3cret");
    }
  }

  private static String summary(Failure failure) {
    return failure.getClass().getSimpleName()
        + " "
        + switch (failure) {
          case Failure.UnknownManifest(_, var refusal) -> summary(refusal);
          case Failure.UnknownRepository(_, var refusal) -> summary(refusal);
          case Failure.UnknownImage(_, var refusal) -> summary(refusal);
          case Failure.NotShown(_, var refusal) -> summary(refusal);
          case Failure.LostContent(_, _, var refusal) -> summary(refusal);
          case Failure.MissingCredentials(_, var refusal) -> summary(refusal);
          case Failure.SecretForOtherHost(_, var keys, _, var refusal) ->
              keys + " " + summary(refusal);
          case Failure.WrongCredentials(_, var who, _, var refusal) ->
              who.username() + " " + summary(refusal);
          case Failure.Denied(_, var reason, var refusal) -> reason + " " + summary(refusal);
          case Failure.Throttled(_, var wait, _, var refusal) -> wait + " " + summary(refusal);
          case Failure.Misbehaved(_, var oddity, var refusal) -> oddity + " " + summary(refusal);
          case Failure.Unreachable unreachable ->
              unreachable.server() + " " + unreachable.trouble();
          case Failure.BrokenDocument(_, var defect, var detail) -> defect + " " + detail;
          case Failure.MissingSecret _,
              Failure.WrongPlatform _,
              Failure.Unsupported _,
              Failure.Corrupt _,
              Failure.BadLayer _,
              Failure.Mirrored _,
              Failure.Local _ ->
              failure.toString();
        };
  }

  private static String summary(Refusal refusal) {
    return refusal.status() + " " + (refusal.code().isEmpty() ? refusal.message() : refusal.code());
  }

  private static int closedPort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Trouble trouble(String base) throws IOException, InterruptedException {
    try (var images =
        LocalImages.at(
            temp, Limits.STANDARD, Mirrors.NONE, _ -> URI.create(base), Network.ofThisMachine())) {
      var failure =
          (Failure.Unreachable)
              images.resolve(
                  Reference.parse("registry.example/a"), Credentials.NONE, Progress.SILENT);
      assertThat(failure.detail()).isNotBlank();
      return failure.trouble();
    }
  }

  @Test
  void connectionsFailInManyWays() throws IOException, InterruptedException {
    assertThat(trouble("http://no-such-host.invalid")).isEqualTo(Trouble.UNKNOWN_HOST);
    assertThat(trouble("http://under_score")).isEqualTo(Trouble.UNKNOWN_HOST);
    assertThat(trouble("http://127.0.0.1:99999")).isEqualTo(Trouble.UNKNOWN_HOST);
    assertThat(trouble("http://127.0.0.1:" + closedPort())).isEqualTo(Trouble.REFUSED);
    try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerPlainly(plain));
      assertThat(trouble("https://127.0.0.1:" + plain.getLocalPort())).isEqualTo(Trouble.NO_TLS);
    }
  }

  /// As a Go server does when it gets TLS where it expects none.
  private static void answerPlainly(ServerSocket server) {
    try (var socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(UTF_8));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void headIsEnoughWhenTheRegistryTellsTheDigest() throws IOException, InterruptedException {
    try (var registry = new FakeRegistry();
        var images = LocalImages.at(temp)) {
      var digest = registry.manifest("shop/web", "v1", TestImage.MANIFEST, "{}");
      assertThat(images.resolve(registry.image("shop/web:v1"), Credentials.NONE, Progress.SILENT))
          .isEqualTo(new Resolution.Resolved(registry.image("shop/web").at(digest)));
      assertThat(registry.requests()).containsExactly("HEAD /v2/shop/web/manifests/v1");
    }
  }

  @Test
  void aPinnedReferenceIsItsOwnAnswer() throws IOException, InterruptedException {
    try (var images = LocalImages.at(temp)) {
      var pinned = Reference.parse("no-such-host.invalid/a").at(Digest.of(new byte[0]));
      assertThat(images.resolve(pinned, Credentials.NONE, Progress.SILENT))
          .isEqualTo(new Resolution.Resolved(pinned));
    }
  }

  @Test
  void aTokenIsUsedUntilItIsOld() throws IOException, InterruptedException {
    try (var registry = new FakeRegistry();
        var images = LocalImages.at(temp)) {
      registry.manifest("shop/web", "v1", TestImage.MANIFEST, "{}");
      tokenServer(e -> answer(e, 200, JSON, TOKEN)).of(registry);
      var credentials = signIn(registry.host());
      for (int i = 0; i < 2; i++) {
        assertThat(images.resolve(registry.image("shop/web:v1"), credentials, Progress.SILENT))
            .isInstanceOf(Resolution.Resolved.class);
      }
      assertThat(registry.requests())
          .containsExactly(
              "HEAD /v2/shop/web/manifests/v1",
              "GET /token?service=fake&scope=repository%3Ashop%2Fweb%3Apull&account=alice +auth",
              "HEAD /v2/shop/web/manifests/v1 +auth",
              "HEAD /v2/shop/web/manifests/v1 +auth");
      assertThat(images.resolve(registry.image("shop/web:v1"), Credentials.NONE, Progress.SILENT))
          .as("the token of one is not for the other, but anonymous tokens are given out here")
          .isInstanceOf(Resolution.Resolved.class);
      assertThat(registry.requests().get(4)).doesNotContain("+auth");
    }
  }

  @Test
  void aTokenServerMayKnowOnlyPost() throws IOException, InterruptedException {
    try (var registry = new FakeRegistry();
        var images = LocalImages.at(temp)) {
      registry.manifest("shop/web", "v1", TestImage.MANIFEST, "{}");
      tokenServer(
              e -> {
                var form = new String(e.getRequestBody().readAllBytes(), UTF_8);
                return form.contains(
                        "grant_type=password&client_id=windlass&username=alice&password=secret")
                    ? answer(e, 200, JSON, "{\"access_token\":\"good\"}")
                    : answer(e, 405, JSON, "");
              })
          .of(registry);
      assertThat(
              images.resolve(
                  registry.image("shop/web:v1"), signIn(registry.host()), Progress.SILENT))
          .isInstanceOf(Resolution.Resolved.class);
    }
  }

  @Test
  void passwordsStayWithTheirServer() throws IOException, InterruptedException {
    try (var registry = new FakeRegistry();
        var other = new FakeRegistry();
        var images = LocalImages.at(temp)) {
      var digest = other.manifest("shop/web", "v1", TestImage.MANIFEST, "{}");
      registry.playing(e -> {
        if (authorization(e).isEmpty()) {
          return false;
        }
        e.getResponseHeaders()
            .set("Location", "http://" + other.host() + e.getRequestURI() + "?Signature=s");
        return answer(e, 307, JSON, "");
      });
      registry.playing(basicAuth("alice", "secret"));
      assertThat(
              images.resolve(
                  registry.image("shop/web:v1"), signIn(registry.host()), Progress.SILENT))
          .isEqualTo(new Resolution.Resolved(registry.image("shop/web").at(digest)));
      assertThat(other.requests()).hasSize(1).noneMatch(request -> request.contains("+auth"));
      assertThat(registry.requests()).anyMatch(request -> request.contains("+auth"));
    }
  }

  private static Credentials signIn(String host) {
    return new Credentials(
        Optional.of("pull"), Map.of(host, new Credential("alice", new Secret("secret"))));
  }

  @Test
  void addressesGiveNoSecretsAway() {
    assertThat(Addresses.tellable(URI.create("https://u:p@cdn.example:444/b?X-Amz-Signature=s")))
        .hasToString("https://cdn.example:444/b");
    assertThat(Addresses.tellable(URI.create("https://a.example/token?service=s&scope=r%3Ax")))
        .hasToString("https://a.example/token?service=s&scope=r%3Ax");
    assertThat(Addresses.base("docker.io")).hasToString("https://registry-1.docker.io");
    assertThat(Addresses.base("icr.io")).hasToString("https://icr.io");
    assertThat(Addresses.base("localhost:5000")).hasToString("http://localhost:5000");
    assertThat(Addresses.base("[::1]:5000")).hasToString("http://[::1]:5000");
    assertThat(Addresses.base("localhost.evil.example")).hasScheme("https");
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(Verdict.wait("120")).hasValue(Duration.ofMinutes(2));
    assertThat(Verdict.wait("Wed, 21 Oct 2015 07:28:00 GMT")).hasValue(Duration.ofSeconds(1));
    assertThat(Verdict.wait("999999999")).hasValue(Duration.ofDays(1));
    assertThat(Verdict.wait("soon")).isEmpty();
  }
}
