// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.ComponentRef;
import dev.windlass.api.CronSubscriptionPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.JobPrototype;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.api.ProjectPrototype;
import dev.windlass.engine.Event;
import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.CronObserved;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Prototypes;
import dev.windlass.engine.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comes of points in time, with a clock that the test moves.
@Timeout(30)
class CronSubscriptionsTest {
  private static final String PROJECT = "p";
  private static final Key TICK = new Key(PROJECT, "tick");
  private static final Pauses QUICK = new Pauses(3, Duration.ofMillis(1));

  private volatile Instant now = Instant.parse("2026-11-27T07:00:30Z");
  private final FakeStore store = new FakeStore(() -> now);
  private final List<Runnable> alarms = new CopyOnWriteArrayList<>();

  /// What apps were asked: the path and the headers.
  private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

  /// What they answer next; 200 when there is nothing.
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

  private CronSubscriptions running;

  private record Asked(String app, String path, Map<String, String> headers, String body) {}

  @BeforeEach
  void begin() {
    store.create(Kind.PROJECT, new Key("", PROJECT), new ProjectPrototype("home", null, null));
    activate();
    store.create(Kind.APP, new Key(PROJECT, "web"), Prototypes.app("web"));
    store.create(Kind.JOB, new Key(PROJECT, "sum"), job());
    running = start();
  }

  private void activate() {
    store.observe(
        Kind.PROJECT, new Key("", PROJECT), _ -> ProjectObserved.of("active", "abcdefghijk"));
  }

  @AfterEach
  void end() {
    running.close();
  }

  private CronSubscriptions start() {
    return CronSubscriptions.start(
        store, this::post, 100, () -> now, (_, action) -> alarms.add(action), QUICK);
  }

  private int post(
      String project, String app, String path, Map<String, String> headers, byte[] body)
      throws IOException {
    asked.add(new Asked(app, path, headers, new String(body, UTF_8)));
    var status = answers.poll();
    if (status != null && status == 0) {
      throw new IOException("no answer came in time");
    }
    return status == null ? 200 : status;
  }

  private static JobPrototype job() {
    var own = new EnvVar(null, "CE_TYPE", null, null, "literal", "mine");
    return new JobPrototype(
        "icr.io/a/sum",
        "sum",
        null,
        null,
        null,
        null,
        null,
        List.of(own),
        null,
        null,
        null,
        "0-2",
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static CronSubscriptionPrototype wanted(
      String type, String target, String schedule, String overlap) {
    return new CronSubscriptionPrototype(
        new ComponentRef(target, type),
        "tick",
        schedule,
        "UTC",
        null,
        "application/json",
        "{\"a\":1}",
        null,
        Map.of("team", "blue"),
        overlap);
  }

  private void subscribe(String type, String target, String schedule, String overlap) {
    store.create(Kind.CRON_SUBSCRIPTION, TICK, wanted(type, target, schedule, overlap));
    awaitAlarm();
  }

  /// Until somebody waits for the next point in time.
  private void awaitAlarm() {
    eventually(() -> !alarms.isEmpty());
  }

  private void forward(Duration time) {
    now = now.plus(time);
  }

  private void eventually(BooleanSupplier so) {
    while (!so.getAsBoolean()) {
      ring();
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// All of them, also those that are early: to look once more does no harm.
  private void ring() {
    var all = List.copyOf(alarms);
    alarms.removeAll(all);
    all.forEach(Runnable::run);
  }

  private Asked nextAsked() {
    eventually(() -> !asked.isEmpty());
    return Objects.requireNonNull(asked.poll());
  }

  private CronObserved seen() {
    return store.find(Kind.CRON_SUBSCRIPTION, TICK).orElseThrow().observed();
  }

  private List<String> events() {
    return store.events(Kind.CRON_SUBSCRIPTION, TICK).stream().map(Event::reason).toList();
  }

  private List<Resource<JobRunPrototype, ?>> runs() {
    return List.copyOf(store.list(Kind.JOB_RUN, PROJECT));
  }

  @Test
  void anAppIsAskedAtEachPointInTime() {
    subscribe(ComponentRef.APP, "web", "* * * * *", "allow");
    assertThat(asked).as("not before").isEmpty();
    forward(Duration.ofSeconds(30));
    var first = nextAsked();
    assertThat(first.app()).isEqualTo("web");
    assertThat(first.path()).isEqualTo("/");
    assertThat(first.body()).isEqualTo("{\"a\":1}");
    assertThat(first.headers())
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-type", "dev.knative.sources.ping")
        .containsEntry("ce-source", "/apis/v1/namespaces/abcdefghijk/pingsources/tick")
        .containsEntry("ce-time", "2026-11-27T07:01:00Z")
        .containsEntry("ce-team", "blue")
        .containsEntry("Content-Type", "application/json");
    eventually(() -> seen().underWay().isEmpty() && !alarms.isEmpty());
    assertThat(events()).containsExactly("Delivered");
    forward(Duration.ofSeconds(60));
    assertThat(nextAsked().headers().get("ce-id")).isNotEqualTo(first.headers().get("ce-id"));
  }

  @Test
  void anAppThatDoesNotAgreeIsAskedAgainWithTheSameEvent() {
    answers.addAll(List.of(503, 0));
    subscribe(ComponentRef.APP, "web", "* * * * *", "allow");
    forward(Duration.ofSeconds(30));
    var ids = List.of(nextAsked(), nextAsked(), nextAsked());
    assertThat(ids.stream().map(one -> one.headers().get("ce-id")).distinct()).hasSize(1);
    eventually(() -> events().equals(List.of("Delivered")));
  }

  @Test
  void afterAFewTimesItIsToldThatItWasNotDelivered() {
    answers.addAll(List.of(500, 500, 404));
    subscribe(ComponentRef.APP, "web", "* * * * *", "allow");
    forward(Duration.ofSeconds(30));
    eventually(() -> events().equals(List.of("NotDelivered")));
    assertThat(store.events(Kind.CRON_SUBSCRIPTION, TICK).getFirst().message())
        .isEqualTo("App 'web' answered 404 to POST /");
    assertThat(asked).hasSize(3);
  }

  @Test
  void aJobRunIsStartedWithTheEventInItsEnvironment() {
    subscribe(ComponentRef.JOB, "sum", "* * * * *", "allow");
    forward(Duration.ofSeconds(30));
    eventually(() -> runs().size() == 1 && seen().lastJobRun() != null);
    var run = runs().getFirst();
    assertThat(run.key().name()).isEqualTo(seen().lastJobRun()).matches("sum-jobrun-[a-z0-9]{10}");
    assertThat(run.wanted().jobName()).isEqualTo("sum");
    assertThat(run.wanted().scaleArraySpec()).isEqualTo("0-2");
    assertThat(run.wanted().cronSubscription()).isEqualTo("tick");
    var variables = run.wanted().runEnvVariables();
    assertThat(variables)
        .extracting(EnvVar::name)
        .containsExactlyInAnyOrder(
            "CE_TYPE",
            "CE_SPECVERSION",
            "CE_ID",
            "CE_SOURCE",
            "CE_TIME",
            "CE_TEAM",
            "CE_DATA",
            "CONTENT_TYPE");
    assertThat(variables)
        .filteredOn(one -> "CE_TYPE".equals(one.name()))
        .extracting(EnvVar::value)
        .as("what the job says itself wins")
        .containsExactly("mine");
  }

  @Test
  void ofThoseThatWereMissedTheLatestIsMadeUpFor() {
    subscribe(ComponentRef.JOB, "sum", "*/10 * * * *", "allow");
    running.close();
    now = now.plus(Duration.ofMinutes(35));
    running = start();
    eventually(() -> runs().size() == 1 && seen().heeded() != null);
    assertThat(seen().heeded()).isEqualTo(Instant.parse("2026-11-27T07:30:00Z"));
    assertThat(store.events(Kind.CRON_SUBSCRIPTION, TICK).getFirst().message())
        .isEqualTo(
            "3 points in time passed while nobody looked; the latest, 2026-11-27T07:30:00Z, is made up for");
  }

  /// The engine dies between the creation of the run and the note of it.
  @Test
  void aCrashStartsNoSecondRun() {
    subscribe(ComponentRef.JOB, "sum", "* * * * *", "allow");
    forward(Duration.ofSeconds(30));
    eventually(() -> seen().lastJobRun() != null && !alarms.isEmpty());
    running.close();
    store.observe(
        Kind.CRON_SUBSCRIPTION,
        TICK,
        was -> new CronObserved(was.plan(), null, null, List.of(), null));
    running = start();
    eventually(() -> seen().lastJobRun() != null);
    assertThat(runs()).hasSize(1);
  }

  /// The engine dies while an app is asked.
  @Test
  void anAppIsAskedAgainAfterACrash() {
    subscribe(ComponentRef.APP, "web", "0 0 * * *", "allow");
    running.close();
    var due = Instant.parse("2026-11-27T00:00:00Z");
    store.observe(
        Kind.CRON_SUBSCRIPTION,
        TICK,
        was -> new CronObserved(was.plan(), now, now, List.of(due), null));
    running = start();
    assertThat(nextAsked().headers()).containsEntry("ce-time", "2026-11-27T00:00:00Z");
    eventually(() -> seen().underWay().isEmpty());
  }

  @Test
  void anotherScheduleDoesNotMakeUpForWhatItWouldHaveHad() {
    subscribe(ComponentRef.JOB, "sum", "0 0 1 * *", "allow");
    now = now.plus(Duration.ofMinutes(30));
    store.want(
        Kind.CRON_SUBSCRIPTION,
        TICK,
        Optional.empty(),
        wanted(ComponentRef.JOB, "sum", "*/5 * * * *", "allow"));
    eventually(() -> seen().plan().startsWith("*/5"));
    assertThat(runs()).isEmpty();
    forward(Duration.ofMinutes(5));
    eventually(() -> runs().size() == 1);
  }

  @Test
  void overlapSkipWaitsForTheOneBefore() {
    subscribe(ComponentRef.JOB, "sum", "* * * * *", "skip");
    forward(Duration.ofSeconds(30));
    eventually(() -> runs().size() == 1 && !alarms.isEmpty());
    forward(Duration.ofMinutes(1));
    eventually(() -> events().contains("Skipped") && !alarms.isEmpty());
    assertThat(runs()).hasSize(1);
    store.delete(Kind.JOB_RUN, runs().getFirst().key());
    forward(Duration.ofMinutes(1));
    eventually(() -> runs().size() == 1);
  }

  @Test
  void overlapAllowDoesNot() {
    subscribe(ComponentRef.JOB, "sum", "* * * * *", "allow");
    forward(Duration.ofSeconds(30));
    eventually(() -> runs().size() == 1 && !alarms.isEmpty());
    forward(Duration.ofMinutes(1));
    eventually(() -> runs().size() == 2);
  }

  @Test
  void nothingComesOfASuspendedProjectUntilItIsBack() {
    subscribe(ComponentRef.JOB, "sum", "* * * * *", "allow");
    store.observe(
        Kind.PROJECT,
        new Key("", PROJECT),
        was -> new ProjectObserved("soft_deleted", was.subdomain(), now));
    forward(Duration.ofMinutes(10));
    ring();
    assertThat(runs()).isEmpty();
    activate();
    eventually(() -> runs().size() == 1);
  }

  @Test
  void whatIsNotThereIsTold() {
    subscribe(ComponentRef.JOB, "other", "* * * * *", "allow");
    forward(Duration.ofSeconds(30));
    eventually(() -> events().equals(List.of("NotStarted")));
    assertThat(store.events(Kind.CRON_SUBSCRIPTION, TICK).getFirst().message())
        .isEqualTo("Job 'other' does not exist");
  }
}
