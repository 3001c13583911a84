// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.api.ConfigMapPrototype;
import dev.windlass.api.Drift;
import dev.windlass.api.PullAttempt;
import dev.windlass.api.SecretPrototype;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Observations.ApiKeyObserved;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every [Store] must do.
@Timeout(20)
interface StoreContract {
  Key WEB = new Key("p1", "web");
  Diagnosis WORDS = new Diagnosis("code", "problem", "cause", "fix", "evidence");
  Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

  Store store();

  static ConfigMapPrototype map(String value) {
    return new ConfigMapPrototype("web", Map.of("key", value));
  }

  @Test
  default void givesBackWhatWasWanted() {
    var created = store().create(Kind.CONFIG_MAP, WEB, map("ä\n\"1\""));
    assertThat(store().find(Kind.CONFIG_MAP, WEB)).contains(created);
    assertThat(created.wanted()).isEqualTo(map("ä\n\"1\""));
    assertThat(created.observed()).isEqualTo(Observations.Nothing.SEEN);
  }

  @Test
  default void listsThoseWhoseNameBeginsSo() {
    for (var name : List.of("web", "web-00002", "web-00001", "web2-00001", "wea-00001")) {
      store().create(Kind.CONFIG_MAP, new Key("p1", name), map(name));
    }
    store().create(Kind.CONFIG_MAP, new Key("p2", "web-00003"), map("other"));
    assertThat(store().list(Kind.CONFIG_MAP, "p1", "web-"))
        .extracting(resource -> resource.key().name())
        .containsExactly("web-00001", "web-00002");
  }

  @Test
  default void createsNothingThatTheLookForbids() {
    store().create(Kind.CONFIG_MAP, new Key("p1", "a"), map("0"));
    assertThatThrownBy(() ->
            store()
                .create(
                    Kind.CONFIG_MAP,
                    WEB,
                    map("1"),
                    now -> {
                      assertThat(now.count(Kind.CONFIG_MAP, "p1")).isEqualTo(1);
                      assertThat(now.list(Kind.CONFIG_MAP, "p1")).hasSize(1);
                      assertThat(now.find(Kind.CONFIG_MAP, WEB)).isEmpty();
                      throw new IllegalStateException("full");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("full");
    assertThat(store().find(Kind.CONFIG_MAP, WEB)).isEmpty();
    assertThat(store().count(Kind.CONFIG_MAP, "p1")).isEqualTo(1);
  }

  @Test
  default void countsWhatIsThere() {
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    store().create(Kind.CONFIG_MAP, new Key("p2", "web"), map("2"));
    store().create(Kind.CONFIG_MAP, new Key("p1", "a"), map("0"));
    store().delete(Kind.CONFIG_MAP, WEB);
    assertThat(store().count(Kind.CONFIG_MAP, "p1")).isEqualTo(1);
    assertThat(store().count(Kind.CONFIG_MAP, "")).isEqualTo(2);
    assertThat(store().count(Kind.SECRET, "")).isZero();
  }

  @Test
  default void keepsKindsAndProjectsApart() {
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    store().create(Kind.CONFIG_MAP, new Key("p2", "web"), map("2"));
    store().create(Kind.SECRET, WEB, SecretPrototype.of("generic", "web", null));
    store().create(Kind.CONFIG_MAP, new Key("p1", "a"), map("0"));

    assertThat(store().list(Kind.CONFIG_MAP, "p1"))
        .extracting(Resource::key)
        .containsExactly(new Key("p1", "a"), WEB);
    assertThat(store().list(Kind.CONFIG_MAP, "")).hasSize(3);
    assertThat(store().list(Kind.APP, "p1")).isEmpty();
    assertThat(store().find(Kind.SECRET, new Key("p2", "web"))).isEmpty();
  }

  @Test
  default void refusesATakenName() {
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    assertThatThrownBy(() -> store().create(Kind.CONFIG_MAP, WEB, map("2")))
        .isInstanceOf(Store.Conflict.class)
        .hasMessage("there is a config_map web already");
  }

  @Test
  default void givesANewTagForEveryWishEvenTheSame() {
    var first = store().create(Kind.CONFIG_MAP, WEB, map("1"));
    var second = store().want(Kind.CONFIG_MAP, WEB, Optional.of(first.entityTag()), map("1"));
    assertThat(second.entityTag()).isNotEqualTo(first.entityTag()).matches("[0-9]+");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.createdAt()).isEqualTo(first.createdAt());
    assertThat(store().find(Kind.CONFIG_MAP, WEB)).contains(second);
  }

  @Test
  default void refusesAnOldTag() {
    var first = store().create(Kind.CONFIG_MAP, WEB, map("1"));
    store().want(Kind.CONFIG_MAP, WEB, Optional.empty(), map("2"));
    var old = Optional.of(first.entityTag());
    assertThatThrownBy(() -> store().want(Kind.CONFIG_MAP, WEB, old, map("3")))
        .isInstanceOf(Store.Conflict.class);
    assertThat(store().find(Kind.CONFIG_MAP, WEB).orElseThrow().wanted()).isEqualTo(map("2"));
  }

  @Test
  default void cannotWantWhatIsGone() {
    assertThatThrownBy(() -> store().want(Kind.CONFIG_MAP, WEB, Optional.empty(), map("1")))
        .isInstanceOf(Store.Gone.class);
  }

  @Test
  default void observingKeepsTheTag() {
    var revision = new Key("p1", "web-00001");
    var spec = RevisionSpec.of("web", Prototypes.app("web"));
    var created = store().create(Kind.REVISION, revision, spec);
    var seen = new RevisionObserved("failed", "waiting", "sha256:1", 2, WORDS, NOON, 3, "7");
    store().observe(Kind.REVISION, revision, _ -> seen);

    var found = store().find(Kind.REVISION, revision).orElseThrow();
    assertThat(found.observed()).isEqualTo(seen);
    assertThat(found.wanted()).isEqualTo(spec);
    assertThat(found.entityTag()).isEqualTo(created.entityTag());
  }

  @Test
  default void keepsEveryKindOfObservation() {
    store().create(Kind.APP, WEB, Prototypes.app("web"));
    var app = new AppObserved("ready", "ready", 4, "web-00004", "web-00003", "17");
    store().observe(Kind.APP, WEB, _ -> app);
    assertThat(store().find(Kind.APP, WEB).orElseThrow().observed()).isEqualTo(app);

    store().create(Kind.JOB_RUN, WEB, Prototypes.jobRun("web"));
    var index = new IndexObserved("failed", 2, NOON, null, "OOMKilled");
    var run = new JobRunObserved("running", null, NOON, null, Map.of("0", index), WORDS, NOON);
    store().observe(Kind.JOB_RUN, WEB, _ -> run);
    assertThat(store().find(Kind.JOB_RUN, WEB).orElseThrow().observed()).isEqualTo(run);

    var key = new Key("", "p1");
    store().create(Kind.PROJECT, key, Prototypes.project("default"));
    var project = new ProjectObserved("soft_deleted", "abc", NOON);
    store().observe(Kind.PROJECT, key, _ -> project);
    assertThat(store().find(Kind.PROJECT, key).orElseThrow().observed()).isEqualTo(project);
    var apiKey = new ApiKeySpec("ci", "Viewer", "p1", "hash", "2026-11-26T12:00:00Z");
    store().create(Kind.API_KEY, key, apiKey);
    store().observe(Kind.API_KEY, key, _ -> new ApiKeyObserved(NOON));
    var found = store().find(Kind.API_KEY, key).orElseThrow();
    assertThat(found.wanted()).isEqualTo(apiKey);
    assertThat(found.observed()).isEqualTo(new ApiKeyObserved(NOON));
  }

  @Test
  default void countsWhatItLists() {
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    store().create(Kind.CONFIG_MAP, new Key("another", "web"), map("1"));
    assertThat(store().count(Kind.CONFIG_MAP, WEB.project())).isEqualTo(1);
    assertThat(store().count(Kind.CONFIG_MAP, "")).isEqualTo(2);
    assertThat(store().count(Kind.JOB, "")).isZero();
  }

  @Test
  default void deletesTheEventsToo() {
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    store().record(Kind.CONFIG_MAP, WEB, "Normal", "Pulling", "i", "m");
    assertThat(store().delete(Kind.CONFIG_MAP, WEB)).isTrue();
    assertThat(store().delete(Kind.CONFIG_MAP, WEB)).isFalse();
    assertThat(store().find(Kind.CONFIG_MAP, WEB)).isEmpty();

    store().record(Kind.CONFIG_MAP, WEB, "Normal", "Pulling", "i", "m");
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    assertThat(store().events(Kind.CONFIG_MAP, WEB)).isEmpty();
  }

  @Test
  default void keepsTheLatestAttemptsWithTheirResource() {
    store().attempted(Kind.CONFIG_MAP, WEB, attempt(0));
    assertThat(store().attempts(Kind.CONFIG_MAP, WEB)).isEmpty();

    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    int most = Limits.STANDARD.attempts();
    for (int i = 1; i <= most + 1; i++) {
      store().attempted(Kind.CONFIG_MAP, WEB, attempt(i));
    }
    assertThat(store().attempts(Kind.CONFIG_MAP, WEB))
        .hasSize(most)
        .startsWith(attempt(2))
        .endsWith(attempt(most + 1));

    store().delete(Kind.CONFIG_MAP, WEB);
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    assertThat(store().attempts(Kind.CONFIG_MAP, WEB)).isEmpty();
  }

  @Test
  default void keepsTheLastDriftOfARevision() {
    store().drifted(WEB, drift("current"));
    assertThat(store().drift(WEB)).isEmpty();

    store().create(Kind.REVISION, WEB, RevisionSpec.of("web", Prototypes.app("web")));
    store().drifted(WEB, drift("current"));
    store().drifted(WEB, drift("tag_moved"));
    assertThat(store().drift(WEB)).contains(drift("tag_moved"));

    store().delete(Kind.REVISION, WEB);
    store().create(Kind.REVISION, WEB, RevisionSpec.of("web", Prototypes.app("web")));
    assertThat(store().drift(WEB)).isEmpty();
  }

  private static Drift drift(String state) {
    var noon = NOON.toString();
    return new Drift(state, "icr.io/acme/web:1", "sha256:1", null, noon, noon, "as it was");
  }

  private static PullAttempt attempt(int number) {
    var step =
        new PullAttempt.Step(
            "token", "auth.icr.io", "failed", NOON.toString(), 7, Map.of("status", "400"));
    var place = new PullAttempt.Place("icr.io/acme/web", "mine", "icr.io", "iamapikey");
    return new PullAttempt(
        "icr.io/acme/web:" + number,
        null,
        "failed",
        NOON.toString(),
        12,
        0,
        "credentials_wrong",
        "permanent",
        "no",
        NOON.toString(),
        List.of(place),
        List.of(step));
  }

  @Test
  default void countsTheSameEventAgain() {
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    for (int i = 0; i < 3; i++) {
      store().record(Kind.CONFIG_MAP, WEB, "Normal", "Pulling", "i", "m");
    }
    store().record(Kind.CONFIG_MAP, WEB, "Normal", "Pulling", "other", "m");

    var events = store().events(Kind.CONFIG_MAP, WEB);
    assertThat(events).extracting(Event::count).containsExactly(3, 1);
    assertThat(events).extracting(Event::instance).containsExactly("i", "other");
    assertThat(events.getFirst().last()).isAfterOrEqualTo(events.getFirst().first());
  }

  @Test
  default void callsBackAfterEachChangeAndOnlyThen() {
    var changes = new ArrayList<Change>();
    store().onChange(changes::add);
    store().create(Kind.APP, WEB, Prototypes.app("web"));
    store().want(Kind.APP, WEB, Optional.empty(), Prototypes.app("web"));
    store().observe(Kind.APP, WEB, o -> o);
    store().observe(Kind.APP, WEB, _ -> new AppObserved("ready", "ready", 1, null, null));
    store().observe(Kind.APP, new Key("p1", "other"), _ -> AppObserved.UNSEEN);
    store().delete(Kind.APP, WEB);
    store().delete(Kind.APP, WEB);
    assertThat(changes).hasSize(4).containsOnly(new Change(Kind.APP, WEB));
  }

  @Test
  default void aListenerMayUseTheStore() {
    var found = new ArrayList<Resource<?, ?>>();
    store().onChange(_ -> found.addAll(store().list(Kind.CONFIG_MAP, "p1")));
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    assertThat(found).hasSize(1);
  }

  @Test
  default void waitsForAChangeInTheProject() throws Exception {
    long now = store().await("p1", 0, Duration.ofSeconds(10));
    assertThat(store().await("p1", now, Duration.ofMillis(10))).isEqualTo(now);

    var begun = new CountDownLatch(1);
    var waiting =
        new FutureTask<>(() -> {
          begun.countDown();
          return store().await("p1", now, Duration.ofSeconds(10));
        });
    Thread.startVirtualThread(waiting);
    begun.await();
    store().create(Kind.CONFIG_MAP, new Key("p2", "web"), map("1"));
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    assertThat(waiting.get()).isGreaterThan(now);
  }

  @Test
  default void changesFromManyThreadsAllCount() throws Exception {
    store().create(Kind.APP, WEB, Prototypes.app("web"));
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.startVirtualThread(() -> countTo(20)));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(store().find(Kind.APP, WEB).orElseThrow().observed().revisions()).isEqualTo(160);
  }

  private void countTo(int times) {
    for (int i = 0; i < times; i++) {
      store()
          .observe(
              Kind.APP,
              WEB,
              o -> new AppObserved(o.status(), o.reason(), o.revisions() + 1, null, null));
    }
  }

  @Test
  default void failedChangesChangeNothing() {
    store().create(Kind.APP, WEB, Prototypes.app("web"));
    assertThatThrownBy(() ->
            store()
                .observe(
                    Kind.APP,
                    WEB,
                    _ -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    store().create(Kind.CONFIG_MAP, WEB, map("1"));
    assertThat(store().list(Kind.APP, "")).hasSize(1);
    assertThat(List.of(store().find(Kind.APP, WEB).orElseThrow().observed()))
        .containsExactly(AppObserved.UNSEEN);
  }
}
