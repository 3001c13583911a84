// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What lasts longer than a moment: logs and long polls.
@Timeout(30)
class StreamsTest {
  /// Counts those who wait for a change.
  private static final class WaitingStore extends FakeStore {
    final AtomicInteger waiting = new AtomicInteger();

    WaitingStore() {
      super(InstantSource.system());
    }

    @Override
    public long await(String project, long since, Duration patience) throws InterruptedException {
      waiting.incrementAndGet();
      try {
        return super.await(project, since, patience);
      } finally {
        waiting.decrementAndGet();
      }
    }
  }

  private final WaitingStore store = new WaitingStore();
  private Api api;

  @BeforeEach
  void start() {
    var s = Limits.STANDARD;
    api =
        new Api(
            store,
            new Limits(
                s.bodyBytes(),
                s.drainedBytes(),
                s.pageSize(),
                s.longPoll(),
                Duration.ofMillis(100),
                Duration.ofMillis(20),
                10,
                s.specBytes(),
                s.preflight(),
                s.tries()));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<InputStream> open(String path) throws Exception {
    return api.client.send(api.request(api.in(path)).build(), BodyHandlers.ofInputStream());
  }

  private static BufferedReader lines(HttpResponse<InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private static String nextLine(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (line != null && line.isEmpty()) {
      line = lines.readLine();
    }
    return String.valueOf(line);
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("too late").isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void aLogIsOneObjectALine() {
    api.driver.print("web-1", "hello \"you\"");
    api.driver.print("web-1", "!oops");
    var answer = text("/instances/web-1/logs");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(answer.body())
        .isEqualTo(
            """
            {"at":"1970-01-01T00:00:00Z","stream":"stdout","text":"hello \\"you\\""}
            {"at":"1970-01-01T00:00:00Z","stream":"stderr","text":"oops"}
            """);
    assertThat(text("/instances/web-1/logs?tail=1").body())
        .contains("oops")
        .doesNotContain("hello");
    assertThat(text("/instances/web-1/logs?tail=0").body()).isEmpty();
  }

  @Test
  void aBrowserGetsTheSameAsServerSentEvents() throws Exception {
    api.driver.print("web-1", "hello");
    var request =
        api.request(api.in("/instances/web-1/logs")).header("Accept", "text/event-stream");
    var answer = api.client.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    assertThat(answer.body())
        .isEqualTo(
            "data: {\"at\":\"1970-01-01T00:00:00Z\",\"stream\":\"stdout\",\"text\":\"hello\"}\n\n");
  }

  @Test
  void eventsCanBeFollowedUntilTheirResourceIsGone() throws Exception {
    api.post(api.in("/job_runs"), "{\"name\":\"r\",\"image_reference\":\"x\"}");
    var run = new Key(api.project, "r");
    store.record(Kind.JOB_RUN, run, "Normal", "Pulling", "", "first");
    try (var lines = lines(open("/job_runs/r/events?follow=true"))) {
      assertThat(nextLine(lines)).contains("\"message\":\"first\"");
      store.record(Kind.JOB_RUN, run, "Warning", "Failed", "", "second");
      assertThat(nextLine(lines)).contains("\"message\":\"second\"").contains("\"count\":1");
      store.record(Kind.JOB_RUN, run, "Warning", "Failed", "", "second");
      assertThat(nextLine(lines)).contains("\"message\":\"second\"").contains("\"count\":2");
      store.delete(Kind.JOB_RUN, run);
      assertThat(nextLine(lines)).isEqualTo("null");
    }
  }

  private HttpResponse<String> text(String path) {
    try {
      return api.client.send(api.request(api.in(path)).build(), BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLogOfNobodyIsNotFound() {
    var reply = api.get(api.in("/instances/ghost/logs?follow=true"));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.error()).startsWith("Instance 'ghost' not found in project 'home'");
  }

  @Test
  void followingTellsLinesAsTheyCome() throws Exception {
    api.driver.print("web-1", "first");
    try (var lines = lines(open("/instances/web-1/logs?follow=true"))) {
      assertThat(nextLine(lines)).contains("first");
      api.driver.print("web-1", "second");
      assertThat(nextLine(lines)).contains("second");
    }
    until(() -> api.driver.followers.get() == 0);
  }

  @Test
  void aSilentLogIsAnsweredAtOnceAndKeptAlive() throws Exception {
    api.driver.lines.put("web-1", new CopyOnWriteArrayList<>());
    try (var lines = lines(open("/instances/web-1/logs?follow=true"))) {
      assertThat(lines.readLine()).isEmpty();
    }
    until(() -> api.driver.followers.get() == 0);
  }

  @Test
  void aSlowReaderMissesNothing() throws Exception {
    String long_ = "x".repeat(10_000);
    for (int i = 0; i < 2_000; i++) {
      api.driver.print("web-1", i + " " + long_);
    }
    try (var lines = lines(open("/instances/web-1/logs?follow=true"))) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(nextLine(lines)).contains("\"text\":\"" + i + " x");
        if (i % 500 == 0) {
          Thread.sleep(50); // slow on purpose
        }
      }
    }
  }

  @Test
  void theLogIsLetGoWhenItsReaderLeaves() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      api.driver.print("web-1", "x".repeat(5_000));
    }
    try (var lines = lines(open("/instances/web-1/logs?follow=true"))) {
      assertThat(nextLine(lines)).contains("xxx");
      assertThat(api.driver.followers.get()).isEqualTo(1);
    }
    until(() -> api.driver.followers.get() == 0);
  }

  @Test
  void aLongPollAnswersWhenSomethingChanges() throws Exception {
    Object now = api.get(api.in("/changes?since=0&wait=0")).field("next");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Api.Reply> poll = () -> api.get(api.in("/changes?wait=20&since=" + now));
      var waiting = threads.submit(poll);
      api.post(api.in("/config_maps"), "{\"name\":\"c\"}");
      assertThat((Long) waiting.get(10, TimeUnit.SECONDS).field("next")).isGreaterThan((Long) now);
    }
  }

  @Test
  void aLongPollEndsWithoutChanges() {
    Object now = api.get(api.in("/changes?since=0&wait=0")).field("next");
    var reply = api.get(api.in("/changes?wait=1&since=" + now));
    assertThat(reply.field("next")).isEqualTo(now);
    assertThat(api.get(api.in("/changes?wait=61")).status()).isEqualTo(400);
  }

  @Test
  void closingEndsThoseThatWait() throws Exception {
    Object now = api.get(api.in("/changes?since=0&wait=0")).field("next");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<HttpResponse<String>> poll =
          () ->
              api.client.send(
                  api.request(api.in("/changes?wait=60&since=" + now)).build(),
                  BodyHandlers.ofString());
      var waiting = threads.submit(poll);
      until(() -> store.waiting.get() == 1);
      api.server.close();
      assertThat(store.waiting.get()).isZero();
      until(waiting::isDone);
    }
  }
}
