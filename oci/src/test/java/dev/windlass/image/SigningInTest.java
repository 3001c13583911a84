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

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who we say we are, to whom, and how often.
class SigningInTest {
  private static final String JSON = "application/json";
  private static final String TOKEN = "{\"token\":\"good\",\"expires_in\":300}";
  private static final int AT_ONCE = 8;

  @TempDir private Path temp;
  private FakeRegistry registry;
  private LocalImages images;
  private Recording recording;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    images = LocalImages.at(temp);
    recording = new Recording(image(), InstantSource.system(), Progress.SILENT);
    registry.manifest("shop/web", "v1", TestImage.MANIFEST, "{}");
  }

  @AfterEach
  void stop() {
    images.close();
    registry.close();
  }

  private Reference image() {
    return registry.image("shop/web:v1");
  }

  private Credentials ours(Credential credential) {
    return new Credentials(Optional.of("pull"), Map.of(registry.host(), credential));
  }

  private Credentials ours() {
    return ours(new Credential("alice", new Secret("secret")));
  }

  private Resolution resolve(Credentials credentials) throws InterruptedException {
    return images.resolve(image(), credentials, recording);
  }

  private Attempt attempt() {
    return recording.attempt(Optional.empty(), 0, Optional.empty());
  }

  private void tokens(FakeRegistry.Play play) {
    registry
        .playing(bearerAuth("http://" + registry.host() + "/token", "good"))
        .playing(on("/token", play));
  }

  private long tokenRequests() {
    return registry.requests().stream().filter(request -> request.contains("/token")).count();
  }

  @Test
  void ofManyWhoNeedATokenOneAsks() throws Exception {
    var asked = new CountDownLatch(AT_ONCE);
    registry.playing(exchange -> {
      if (authorization(exchange).isEmpty() && exchange.getRequestMethod().equals("HEAD")) {
        asked.countDown();
      }
      return false;
    });
    tokens(exchange -> {
      asked.await(); // until all have been told to get one
      return answer(exchange, 200, JSON, TOKEN);
    });
    var tasks = new ArrayList<FutureTask<Resolution>>();
    for (int i = 0; i < AT_ONCE; i++) {
      var task = new FutureTask<>(() -> resolve(ours()));
      tasks.add(task);
      Thread.ofVirtual().start(task);
    }
    for (var task : tasks) {
      assertThat(task.get()).isInstanceOf(Resolution.Resolved.class);
    }
    // whoever came too late to wait found it
    assertThat(tokenRequests()).isEqualTo(1);
  }

  @Test
  void whoeverWaitsForATokenTakesOverWhenTheOtherIsGone() throws Exception {
    var asked = new CountDownLatch(1);
    var count = new AtomicInteger();
    tokens(exchange -> {
      if (count.incrementAndGet() == 1) {
        asked.countDown();
        new CountDownLatch(1).await(); // until the test closes the server
      }
      return answer(exchange, 200, JSON, TOKEN);
    });
    var first = new FutureTask<>(() -> resolve(ours()));
    var thread = Thread.ofVirtual().start(first);
    asked.await();
    var second = new FutureTask<>(() -> resolve(ours()));
    Thread.ofVirtual().start(second);
    thread.interrupt();
    assertThat(second.get()).isInstanceOf(Resolution.Resolved.class);
    thread.join();
    assertThat(first.exceptionNow()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aTokenThatOpensNothingIsNotAskedForAgain() throws Exception {
    tokens(exchange -> answer(exchange, 200, JSON, TOKEN.replace("good", "weak")));
    assertThat(resolve(ours())).isInstanceOf(Failure.Misbehaved.class);
    assertThat(tokenRequests()).isEqualTo(1);
    assertThat(registry.requests()).filteredOn(request -> request.contains("/v2/")).hasSize(3);
  }

  @Test
  void aTokenThatWasGoodIsAskedForAgain() throws Exception {
    var token = new AtomicInteger();
    registry
        .playing(exchange -> {
          if (!exchange.getRequestURI().getPath().startsWith("/v2/")
              || authorization(exchange).equals(Optional.of("Bearer t" + token.get()))) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate",
                  "Bearer realm=\"http://%s/token\"".formatted(registry.host()));
          return error(exchange, 401, "UNAUTHORIZED", "authentication required");
        })
        .playing(
            on("/token", e -> answer(e, 200, JSON, "{\"token\":\"t%d\"}".formatted(token.get()))));
    assertThat(resolve(ours())).isInstanceOf(Resolution.Resolved.class);
    token.incrementAndGet(); // the registry has a new key
    assertThat(resolve(ours())).isInstanceOf(Resolution.Resolved.class);
    assertThat(tokenRequests()).isEqualTo(2);
  }

  @Test
  void aTokenForEverIsGoodForADay() throws Exception {
    tokens(e ->
        answer(e, 200, JSON, "{\"token\":\"good\",\"expires_in\":%d}".formatted(Long.MAX_VALUE)));
    assertThat(resolve(ours())).isInstanceOf(Resolution.Resolved.class);
    assertThat(attempt().steps())
        .filteredOn(step -> step.name() == Step.Name.TOKEN)
        .extracting(step -> step.seen().get("good for"))
        .containsExactly("86400 s");
  }

  @Test
  void anOldSecretDoesNotKeepAPublicImageAway() throws Exception {
    tokens(exchange ->
        authorization(exchange).isPresent()
            ? error(exchange, 401, "UNAUTHORIZED", "the API key is no more")
            : answer(exchange, 200, JSON, TOKEN));
    assertThat(resolve(ours())).isInstanceOf(Resolution.Resolved.class);
    assertThat(attempt().places())
        .extracting(Attempt.Place::identity)
        .containsExactly(
            Optional.of(new Identity(Optional.of("pull"), registry.host(), "alice")),
            Optional.empty());
    var told = attempt().steps().getLast();
    assertThat(told.name()).isEqualTo(Step.Name.CHALLENGE);
    assertThat(told.seen())
        .containsEntry("secret", "pull")
        .containsEntry("instead", "asked as anybody, which is enough for this image");
    assertThat(told.seen().get("refused")).contains("the API key is no more");
  }

  @Test
  void anOldSecretIsWhatIsToldOfAPrivateImage() throws Exception {
    registry.playing(basicAuth("alice", "another"));
    assertThat(resolve(ours()))
        .isInstanceOfSatisfying(
            Failure.WrongCredentials.class,
            wrong ->
                assertThat(wrong.who())
                    .isEqualTo(new Identity(Optional.of("pull"), registry.host(), "alice")));
  }

  @Test
  void anIdentityTokenIsChangedForATokenAndSentNowhereElse() throws Exception {
    var forms = new ArrayList<String>();
    tokens(exchange -> {
      forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      return answer(exchange, 200, JSON, "{\"access_token\":\"good\"}");
    });
    assertThat(resolve(ours(new Credential("", new Secret("refresh-me"), true))))
        .isInstanceOf(Resolution.Resolved.class);
    assertThat(forms).hasSize(1);
    assertThat(forms.getFirst())
        .contains("grant_type=refresh_token", "refresh_token=refresh-me", "scope=repository");
    assertThat(registry.requests())
        .filteredOn(request -> request.contains("/token"))
        .containsExactly("POST /token");
  }

  @Test
  void nobodyIsToldWhoWeAreByARedirect() throws Exception {
    try (var other = new FakeRegistry()) {
      other
          .playing(bearerAuth("http://" + other.host() + "/token", "good"))
          .playing(on("/token", exchange -> answer(exchange, 200, JSON, TOKEN)));
      registry.playing(exchange -> {
        exchange
            .getResponseHeaders()
            .set("Location", "http://" + other.host() + exchange.getRequestURI());
        return answer(exchange, 307, JSON, "");
      });
      assertThat(resolve(ours())).isInstanceOf(Failure.Misbehaved.class);
      assertThat(other.requests())
          .noneMatch(request -> request.contains("+auth") || request.contains("/token"));
    }
  }

  @Test
  void howOftenWeMayAskIsSeenAlsoWhenAllIsWell() throws Exception {
    registry.playing(exchange -> {
      exchange.getResponseHeaders().set("RateLimit-Limit", "100;w=21600");
      exchange.getResponseHeaders().set("RateLimit-Remaining", "99;w=21600");
      return false;
    });
    assertThat(resolve(Credentials.NONE)).isInstanceOf(Resolution.Resolved.class);
    assertThat(attempt().steps().getLast().seen())
        .containsEntry("ratelimit-limit", "100;w=21600")
        .containsEntry("ratelimit-remaining", "99;w=21600")
        .containsEntry("status", "200");
  }

  @Test
  void theStepsAreThoseThatWereTaken() throws Exception {
    tokens(exchange -> answer(exchange, 200, JSON, TOKEN));
    assertThat(resolve(ours())).isInstanceOf(Resolution.Resolved.class);
    assertThat(HandServer.brief(attempt().steps()))
        .isEqualTo(
            List.of(
                "dns skipped",
                "tcp done",
                "challenge done",
                "tcp skipped",
                "token done",
                "tcp skipped",
                "manifest done"));
  }
}
