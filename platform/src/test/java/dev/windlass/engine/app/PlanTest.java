// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static dev.windlass.engine.app.Situation.NOW;
import static dev.windlass.engine.app.Situation.app;
import static dev.windlass.engine.app.Situation.gone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.diagnose.CodeEngineReason;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Reconciler.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlanTest {
  private static final Diagnosis WORDS = new Diagnosis("code", "problem", "cause", "fix", "");

  /// @param next `settled`, or the wait until the next look
  record Row(String claim, Situation given, String next, List<String> steps) {
    Row(String claim, Situation given, String next, String... steps) {
      this(claim, given, next, List.of(steps));
    }

    @Override
    public String toString() {
      return claim;
    }
  }

  private static UnaryOperator<RevisionObserved> failed(int attempts, @Nullable Instant retryAt) {
    return now -> {
      var tried = now;
      for (int i = 0; i < attempts; i++) {
        tried = tried.tried("secret key 1");
      }
      return tried.troubled("fetch_image_failed_registry_not_found", WORDS, retryAt);
    };
  }

  private static RevisionObserved ready(RevisionObserved now) {
    return now.ready(1);
  }

  private static RevisionObserved retired(RevisionObserved now) {
    return now.ready(1).retired();
  }

  private static RevisionObserved neverReady(RevisionObserved now) {
    return now.troubled(CodeEngineReason.NEVER_READY.toString(), WORDS, null);
  }

  /// Three revisions that all run.
  private static Situation splitApp() {
    var app = app();
    for (int number = 1; number <= 3; number++) {
      app.revision(number, PlanTest::ready).running(number, 0).probed(number, 0, true);
    }
    return app.described();
  }

  static final List<Row> rows =
      List.of(
          new Row(
              "an instance that nothing is asked of any more gets no more requests",
              app()
                  .least(0)
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.FROZEN),
              "in 1ms",
              "drain 1/0",
              "serve -"),
          new Row(
              "and is frozen then",
              app()
                  .least(0)
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.FROZEN)
                  .drained(1, 0, Duration.ofSeconds(1)),
              "in 100ms",
              "freeze 1/0",
              "serve -"),
          new Row(
              "but not while it works",
              app()
                  .least(0)
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.FROZEN)
                  .drained(1, 0, Duration.ofSeconds(1))
                  .serving(1, 0),
              "in 299s",
              "serve -"),
          new Row(
              "what is frozen stays",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .frozen(1, 0)
                  .probed(1, 0, true)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.FROZEN),
              "settled",
              "serve -"),
          new Row(
              "and gets requests at once when it is needed",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .frozen(1, 0)
                  .probed(1, 0, true)
                  .described()
                  .wants(1, 1)
                  .rests(1, Rung.FROZEN),
              "in 100ms",
              "thaw 1/0",
              "serve 1/0"),
          new Row(
              "a split gives each revision its part and its instances",
              splitApp().sends(1, 90).sends(3, 10).tags("canary", 2),
              "settled",
              "serve 90 to 1/0, 10 to 3/0, canary to 2/0"),
          new Row(
              "a split may follow the latest",
              splitApp().sends(1, 50).sendsLatest(50).tags("canary", 2),
              "settled",
              "serve 50 to 1/0, 50 to 3/0, canary to 2/0"),
          new Row(
              "the newest rests when a split leaves it out, and is kept",
              splitApp().sends(1, 40).sends(2, 60),
              "in 1ms",
              "serve 40 to 1/0, 60 to 2/0",
              "drain 3/0",
              "judge 3 retired 0"),
          new Row(
              "revisions that are gone get nothing",
              splitApp().sends(1, 40).sends(7, 60).tags("canary", 2).tags("old", 3),
              "settled",
              "serve 40 to 1/0, canary to 2/0, old to 3/0"),
          new Row(
              "but is probed first when nothing is known of it",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .frozen(1, 0)
                  .described()
                  .wants(1, 1)
                  .rests(1, Rung.FROZEN),
              "in 100ms",
              "thaw 1/0",
              "serve -"),
          new Row(
              "what was frozen before a secret changed goes",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .frozen(1, 0)
                  .probed(1, 0, true)
                  .refersTo(1, "secret key 2")
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.FROZEN),
              "settled",
              "stop 1/0",
              "serve -"),
          new Row(
              "also when it is needed, and another comes",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .frozen(1, 0)
                  .probed(1, 0, true)
                  .refersTo(1, "secret key 2")
                  .described()
                  .wants(1, 1)
                  .rests(1, Rung.FROZEN),
              "settled",
              "stop 1/0",
              "serve -"),
          new Row(
              "what slept long goes",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .frozen(1, 0)
                  .probed(1, 0, true)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.CREATED),
              "settled",
              "stop 1/0",
              "serve -"),
          new Row(
              "and a container is made that waits",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.CREATED),
              "settled",
              "prepare 1/0",
              "serve -"),
          new Row(
              "once",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .inVain(1)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.CREATED),
              "settled",
              "serve -"),
          new Row(
              "and again when something that it refers to has changed",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .inVain(1)
                  .refersTo(1, "secret key 2")
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.CREATED),
              "settled",
              "prepare 1/0",
              "serve -"),
          new Row(
              "which stays",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .created(1, 0)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.CREATED),
              "settled",
              "serve -"),
          new Row(
              "and is started when it is needed",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .created(1, 0)
                  .described()
                  .wants(1, 1)
                  .rests(1, Rung.CREATED),
              "settled",
              "begin 1/0",
              "serve -"),
          new Row(
              "what slept for a day has nothing",
              app()
                  .least(0)
                  .revision(1, now -> now.ready(0))
                  .created(1, 0)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.COLD),
              "settled",
              "stop 1/0",
              "serve -"),
          new Row(
              "of several one is frozen",
              app()
                  .least(0)
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .running(1, 1)
                  .probed(1, 1, true)
                  .described()
                  .wants(1, 0)
                  .rests(1, Rung.FROZEN)
                  .drained(1, 0, Duration.ofSeconds(1))
                  .drained(1, 1, Duration.ofSeconds(1)),
              "in 100ms",
              "freeze 1/0",
              "stop 1/1",
              "serve -",
              "judge 1 counted 2"),
          new Row("a new app gets a revision", app(), "settled", "found web-00001", "serve -"),
          new Row(
              "an app whose project has no name yet has no route",
              app().withoutHost(),
              "settled",
              "found web-00001",
              "unserve"),
          new Row(
              "in a soft-deleted project nothing runs and nothing is forgotten",
              app().revision(1).running(1, 0).probed(1, 0, true).launching(1).suspended(),
              "settled",
              "unserve",
              "stop 1/0",
              "abandon 1"),
          new Row(
              "a new revision is launched",
              app().revision(1),
              "settled",
              "launch 1/0",
              "serve -",
              "describe deploying of 1, serving none"),
          new Row(
              "a launch under way is waited for",
              app().revision(1).launching(1).described(),
              "settled",
              "serve -"),
          new Row(
              "as many as wanted are launched",
              app().least(3).revision(1).described(),
              "settled",
              "launch 1/0 1/1 1/2",
              "serve -"),
          new Row(
              "only those that are missing are launched",
              app().least(2).revision(1).running(1, 0).probed(1, 0, true).described(),
              "settled",
              "launch 1/1",
              "serve -",
              "judge 1 counted 1"),
          new Row(
              "a container that runs is probed",
              app().revision(1).running(1, 0).described(),
              "settled",
              "probe 1/0",
              "serve -"),
          new Row(
              "a probe under way is waited for",
              app().revision(1).running(1, 0).probing(1, 0).described(),
              "settled",
              "serve -"),
          new Row(
              "what is ready is asked whether it is alive",
              app().revision(1, PlanTest::ready).running(1, 0).probed(1, 0, true).pulse(1, 0, true),
              "settled",
              "pulse 1/0",
              "serve 1/0",
              "describe ready of 1, serving 1"),
          new Row(
              "what is dead gets no requests and ends, to be started again",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .pulse(1, 0, false),
              "settled",
              "serve -",
              "end 1/0 as refused",
              "judge 1 counted 0",
              "describe ready of 1, serving 1"),
          new Row(
              "it is ready when it answers",
              app().revision(1).running(1, 0).probed(1, 0, true).described(),
              "settled",
              "serve -",
              "judge 1 ready 1"),
          new Row(
              "it is not ready before all of them answer",
              app()
                  .least(2)
                  .revision(1)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .running(1, 1)
                  .probed(1, 1, false)
                  .described(),
              "in 5s",
              "serve -",
              "judge 1 counted 1"),
          new Row(
              "once it is ready, requests go to it",
              app().revision(1, PlanTest::ready).running(1, 0).probed(1, 0, true),
              "settled",
              "serve 1/0",
              "describe ready of 1, serving 1"),
          new Row(
              "all is as it should be",
              app().revision(1, PlanTest::ready).running(1, 0).probed(1, 0, true).described(),
              "settled",
              "serve 1/0"),
          new Row(
              "every update makes a revision",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .described()
                  .updated(),
              "settled",
              "found web-00002",
              "serve 1/0"),
          new Row(
              "the old revision serves until the new one is ready",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .revision(2)
                  .running(2, 0)
                  .probed(2, 0, false),
              "in 5s",
              "serve 1/0",
              "describe deploying of 2, serving 1"),
          new Row(
              "the new one takes over before the old one is drained",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .revision(2, PlanTest::ready)
                  .running(2, 0)
                  .probed(2, 0, true)
                  .described(),
              "in 1ms",
              "serve 2/0",
              "drain 1/0",
              "judge 1 retired 0"),
          new Row(
              "what works on requests is not stopped",
              app()
                  .revision(1, PlanTest::retired)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .revision(2, PlanTest::ready)
                  .running(2, 0)
                  .probed(2, 0, true)
                  .drained(1, 0, Duration.ofSeconds(10))
                  .serving(1, 0)
                  .described(),
              "in 290s",
              "serve 2/0"),
          new Row(
              "what has answered its last request is stopped",
              app()
                  .revision(1, PlanTest::retired)
                  .running(1, 0)
                  .revision(2, PlanTest::ready)
                  .running(2, 0)
                  .probed(2, 0, true)
                  .drained(1, 0, Duration.ofSeconds(10))
                  .described(),
              "settled",
              "serve 2/0",
              "stop 1/0"),
          new Row(
              "nobody is waited for longer than a request may take",
              app()
                  .revision(1, PlanTest::retired)
                  .running(1, 0)
                  .revision(2, PlanTest::ready)
                  .running(2, 0)
                  .probed(2, 0, true)
                  .drained(1, 0, Duration.ofSeconds(300))
                  .serving(1, 0)
                  .described(),
              "settled",
              "serve 2/0",
              "stop 1/0"),
          new Row(
              "the latest inactive revision is kept, older ones go",
              app()
                  .revision(1, PlanTest::retired)
                  .revision(2, PlanTest::neverReady)
                  .revision(3, PlanTest::ready)
                  .running(3, 0)
                  .probed(3, 0, true)
                  .described(),
              "settled",
              "serve 3/0",
              "forget 1"),
          new Row(
              "a revision that was overtaken is given up",
              app().revision(1).launching(1).revision(2).launching(2).described(),
              "settled",
              "serve -",
              "abandon 1",
              "judge 1 retired 0"),
          new Row(
              "when the new one fails the old one serves on, with a warning",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .revision(2, failed(1, NOW.plusSeconds(10))),
              "in 10s",
              "serve 1/0",
              "describe warning of 2, serving 1"),
          new Row(
              "a failed pull waits for its time",
              app().revision(1, failed(1, NOW.plusSeconds(10))).described(),
              "in 10s",
              "serve - because problem. cause. fix."),
          new Row(
              "a failed pull is tried again when its time has come",
              app().revision(1, failed(1, NOW)).described(),
              "settled",
              "launch 1/0",
              "serve - because problem. cause. fix."),
          new Row(
              "what no time can heal is not tried again",
              app().revision(1, failed(1, null)).described(),
              "settled",
              "serve - because problem. cause. fix."),
          new Row(
              "another secret is a reason to try at once",
              app().revision(1, failed(3, null)).refersTo(1, "secret key 2").described(),
              "settled",
              "launch 1/0",
              "serve - because problem. cause. fix."),
          new Row(
              "the first crash is told at once and restarted after a second",
              app().revision(1).ended(1, 0, 3, 0).described(),
              "in 1s",
              "serve -",
              "judge 1 crashed with 3 0"),
          new Row(
              "a crash that was told is told once",
              app()
                  .revision(1, now -> now.troubled("x", WORDS, NOW.plusSeconds(1)))
                  .ended(1, 0, 3, 0)
                  .described(),
              "in 1s",
              "serve - because problem. cause. fix."),
          new Row(
              "restarts wait longer each time",
              app()
                  .revision(1, now -> now.troubled("x", WORDS, NOW.plusSeconds(16)))
                  .ended(1, 0, 3, 4)
                  .described(),
              "in 16s",
              "serve - because problem. cause. fix."),
          new Row(
              "a restart keeps its name and is counted",
              app()
                  .revision(1, now -> now.troubled("x", WORDS, NOW.minusSeconds(1)))
                  .ended(1, 0, 3, 0, Duration.ofSeconds(2))
                  .described(),
              "settled",
              "launch 1/0 again 1",
              "serve - because problem. cause. fix."),
          new Row(
              "a crash of what served makes it go down, with a warning of the revision",
              app().revision(1, PlanTest::ready).ended(1, 0, 137, 0).described(),
              "in 1s",
              "serve -",
              "judge 1 crashed with 137 0"),
          new Row(
              "one that vanished is replaced",
              app().revision(1, PlanTest::ready).described(),
              "settled",
              "launch 1/0",
              "serve -",
              "judge 1 counted 0"),
          new Row(
              "one that does not answer in time is told",
              app()
                  .revision(1)
                  .running(1, 0)
                  .probed(1, 0, false, Duration.ofSeconds(60))
                  .described(),
              "in 5s",
              "serve -",
              "judge 1 silent 0"),
          new Row(
              "one that does not answer is waited for until then",
              app()
                  .revision(1)
                  .running(1, 0)
                  .probed(1, 0, false, Duration.ofSeconds(57))
                  .described(),
              "in 3s",
              "serve -"),
          new Row(
              "silence that was told is told once",
              app()
                  .revision(1, PlanTest::neverReady)
                  .running(1, 0)
                  .probed(1, 0, false, Duration.ofSeconds(600))
                  .described(),
              "in 5s",
              "serve - because problem. cause. fix."),
          new Row(
              "late is better than never",
              app().revision(1, PlanTest::neverReady).running(1, 0).probed(1, 0, true).described(),
              "settled",
              "serve - because problem. cause. fix.",
              "judge 1 ready 1"),
          new Row(
              "after a restart of the daemon a ready revision stays ready while nothing is known",
              app().revision(1, PlanTest::ready).running(1, 0).described(),
              "settled",
              "probe 1/0",
              "serve -",
              "judge 1 counted 0"),
          new Row(
              "a revision that somebody deleted is not made again",
              app().revision(1, PlanTest::ready).running(1, 0).probed(1, 0, true).describedUpTo(2),
              "settled",
              "serve 1/0",
              "describe ready of 1, serving 1"),
          new Row(
              "who is not needed any more gets no more requests",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .wants(1, 0)
                  .described(),
              "in 1ms",
              "drain 1/0",
              "serve -"),
          new Row(
              "and is stopped when it has answered",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .wants(1, 0)
                  .drained(1, 0, Duration.ofSeconds(1))
                  .described(),
              "settled",
              "stop 1/0",
              "serve -"),
          new Row(
              "but not while it works on something",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .wants(1, 0)
                  .drained(1, 0, Duration.ofSeconds(1))
                  .serving(1, 0)
                  .described(),
              "in 299s",
              "serve -"),
          new Row(
              "who is needed again while it drains serves on",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .drained(1, 0, Duration.ofSeconds(1))
                  .described(),
              "settled",
              "serve 1/0"),
          new Row(
              "who is to be replaced drains first",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .leaving(1, 0)
                  .described(),
              "in 1ms",
              "drain 1/0",
              "serve -"),
          new Row(
              "and goes when it has answered",
              app()
                  .revision(1, PlanTest::ready)
                  .running(1, 0)
                  .probed(1, 0, true)
                  .leaving(1, 0)
                  .drained(1, 0, Duration.ofSeconds(1))
                  .described(),
              "settled",
              "stop 1/0",
              "serve -"),
          new Row(
              "an app that sleeps is well",
              app().revision(1, now -> now.ready(0)).wants(1, 0).described(),
              "settled",
              "serve -"),
          new Row(
              "and is started when somebody asks",
              app().revision(1, now -> now.ready(0)).wants(1, 1).described(),
              "settled",
              "launch 1/0",
              "serve -"),
          new Row(
              "a deleted app is cleared away, requests first",
              gone().revision(1, PlanTest::ready).running(1, 0),
              "settled",
              "unserve",
              "stop 1/0"),
          new Row(
              "a deleted app that is being launched is given up",
              gone().revision(1).launching(1),
              "settled",
              "unserve",
              "abandon 1"),
          new Row(
              "revisions of a deleted app go when their containers are gone",
              gone().revision(1),
              "settled",
              "unserve",
              "forget 1"),
          new Row(
              "what is being stopped is not stopped twice",
              gone().revision(1).running(1, 0).stopping(1, 0),
              "settled",
              "unserve"),
          new Row(
              "an app that was made again does not take over what its namesake left",
              app().stranger(1).running(1, 0),
              "settled",
              "serve -",
              "stop 1/0"),
          new Row(
              "containers of a revision that is gone are stopped",
              app()
                  .revision(2, PlanTest::ready)
                  .running(2, 0)
                  .probed(2, 0, true)
                  .orphan(1)
                  .described(),
              "settled",
              "serve 2/0",
              "stop 1/0"));

  @ParameterizedTest
  @FieldSource("rows")
  void plans(Row row) {
    var plan = Plan.of(row.given().world());
    assertThat(plan.steps().stream().map(Situation::words).toList()).isEqualTo(row.steps());
    assertThat(words(plan.next())).isEqualTo(row.next());
  }

  private static String words(Next next) {
    return switch (next) {
      case Next.Settled() -> "settled";
      case Next.Again(var after) ->
          after.toMillis() % 1000 == 0
              ? "in " + after.toSeconds() + "s"
              : "in " + after.toMillis() + "ms";
    };
  }
}
