// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Resource;
import dev.windlass.runtime.Container.Limits;
import dev.windlass.runtime.Observed;
import dev.windlass.runtime.Observed.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Instants are seconds, and now is second 100 000. `0 running 1@99990` is index 0 at its second
/// attempt, started at 99990.
class PlanTest {
  private static final long NOW = 100_000;
  private static final Diagnosis WHY = new Diagnosis("denied", "no", "because", "ask", "403");

  /// @param steps as `fetch; start 0#0`
  /// @param then the status of the run and of its indices, when to look again
  record Row(String claim, Scene scene, String steps, String then) {
    @Override
    public String toString() {
      return claim;
    }
  }

  static final List<Row> rows =
      List.of(
          new Row("first the image is fetched", task("0"), "fetch", "pending | 0 pending"),
          new Row(
              "with the image here it starts",
              task("0").fetched(),
              "start 0#0",
              "pending | 0 pending"),
          new Row(
              "indices start in order",
              task("3,1,2").fetched(),
              "start 1#0; start 2#0; start 3#0",
              "pending | 1 pending, 2 pending, 3 pending"),
          new Row(
              "no more than there is room for",
              task("0-4").fetched().room(2),
              "start 0#0; start 1#0; waits",
              "pending | 0 pending, 1 pending, 2 pending, 3 pending, 4 pending"),
          new Row(
              "without room it waits",
              task("0").fetched().room(0),
              "waits",
              "pending | 0 pending | capacity_missing"),
          new Row(
              "no more than a run may have, which is not waiting for room",
              task("0-2").fetched().parallel(2),
              "start 0#0; start 1#0",
              "pending | 0 pending, 1 pending, 2 pending"),
          new Row(
              "those that run count for what a run may have",
              task("0-2").fetched().parallel(2).running(0, 0, 99_990),
              "tell Created r-0-0; tell Started r-0-0; start 1#0",
              "running | 0 running@99990, 1 pending, 2 pending | look 107190"),
          new Row(
              "a container that is found is adopted",
              task("0").running(0, 0, 99_990),
              "tell Created r-0-0; tell Started r-0-0",
              "running | 0 running@99990 | look 107190"),
          new Row(
              "what runs as it should is left alone",
              task("0").was(0, "running", 0, 99_990).running(0, 0, 99_990),
              "",
              "running | 0 running@99990 | look 107190"),
          new Row(
              "the last success completes the run",
              task("0").was(0, "running", 0, 99_990).ended(0, 0, 0),
              "tell Completed",
              "completed at 100000 | 0 succeeded@99990"),
          new Row(
              "an end that nobody saw the start of counts",
              task("0").ended(0, 0, 0),
              "tell Created r-0-0; tell Started r-0-0; tell Completed",
              "completed at 100000 | 0 succeeded@99990"),
          new Row(
              "a success does not complete the rest",
              task("0,1").fetched().was(0, "running", 0, 99_990).ended(0, 0, 0),
              "start 1#0",
              "running | 0 succeeded@99990, 1 pending"),
          new Row(
              "a failure is tried again after a pause",
              task("0").fetched().was(0, "running", 0, 99_990).ended(0, 0, 1),
              "tell Failed r-0-0",
              "running | 0 pending 1 ContainerExitedCode1@99990 | look 100001"),
          new Row(
              "the pause is over",
              task("0").fetched().failedBefore(0, 1, 99_999).ended(0, 0, 1),
              "start 0#1",
              "running | 0 pending 1 ContainerExitedCode1@99990"),
          new Row(
              "the pause doubles",
              task("0").fetched().failedBefore(0, 3, 99_999),
              "",
              "running | 0 pending 3 ContainerExitedCode1@99990 | look 100003"),
          new Row(
              "retries do not wait for the image that is here not yet",
              task("0").failedBefore(0, 1, 99_990),
              "fetch",
              "running | 0 pending 1 ContainerExitedCode1@99990"),
          new Row(
              "the last attempt fails the index and the run",
              task("0").was(0, "running", 3, 99_990).ended(0, 3, 7),
              "tell Failed r-0-3; tell Failed",
              "failed at 100000 | 0 failed 3 ContainerExitedCode7@99990"),
          new Row(
              "no retries at all",
              task("0").retries(0).was(0, "running", 0, 99_990).ended(0, 0, 7),
              "tell Failed r-0-0; tell Failed",
              "failed at 100000 | 0 failed ContainerExitedCode7@99990"),
          new Row(
              "one failed index fails the run when all are over",
              task("0,1").was(0, "failed", 3, 99_000).was(1, "running", 0, 99_990).ended(1, 0, 0),
              "tell Failed",
              "failed at 100000 | 0 failed 3@99000, 1 succeeded@99990"),
          new Row(
              "out of memory is told as such",
              task("0").retries(0).was(0, "running", 0, 99_990).outOfMemory(0, 0),
              "tell Failed r-0-0; tell Failed",
              "failed at 100000 | 0 failed OOMKilled@99990"),
          new Row(
              "a container that vanished is a failed attempt",
              task("0").fetched().was(0, "running", 0, 99_990),
              "tell Failed r-0-0",
              "running | 0 pending 1 InstanceLost@99990 | look 100001"),
          new Row(
              "an attempt that takes too long is ended, its log kept",
              task("0").was(0, "running", 0, 90_000).running(0, 0, 90_000),
              "tell Failed r-0-0; end c-0-0",
              "running | 0 pending 1 MaxExecutionTimeExceeded@90000 | look 100001"),
          new Row(
              "the last attempt that takes too long fails the run",
              task("0").retries(0).was(0, "running", 0, 90_000).running(0, 0, 90_000),
              "tell Failed r-0-0; end c-0-0; tell Failed",
              "failed at 100000 | 0 failed MaxExecutionTimeExceeded@90000"),
          new Row(
              "an end that was decided on before a crash is made up for",
              task("0").fetched().failedBefore(0, 1, 100_000).running(0, 0, 90_000),
              "end c-0-0",
              "running | 0 pending 1 ContainerExitedCode1@99990 | look 100001"),
          new Row(
              "a daemon may take as long as it likes",
              task("0").daemon().was(0, "running", 0, 10).running(0, 0, 10),
              "",
              "running | 0 running@10"),
          new Row(
              "a daemon is restarted however often it failed",
              task("0").daemon().fetched().was(0, "running", 99, 99_990).ended(0, 99, 1),
              "tell Failed r-0-99",
              "running | 0 pending 100 ContainerExitedCode1@99990 | look 100300"),
          new Row(
              "a daemon that ran long is restarted soon",
              task("0").daemon().fetched().was(0, "running", 99, 10).endedFrom(0, 99, 1, 10),
              "tell Failed r-0-99",
              "running | 0 pending 100 ContainerExitedCode1@10 | look 100001"),
          new Row(
              "a daemon that ends well is done",
              task("0").daemon().was(0, "running", 2, 99_990).ended(0, 2, 0),
              "tell Completed",
              "completed at 100000 | 0 succeeded 2@99990"),
          new Row(
              "while the registry is given time nothing starts",
              task("0").retryAt(100_010),
              "",
              "pending | 0 pending | retry 100010 | look 100010"),
          new Row(
              "then the image is asked for again",
              task("0").retryAt(100_000),
              "fetch",
              "pending | 0 pending | retry 100000"),
          new Row(
              "a run that was given up ends with what was told",
              task("0,1").given(WHY).was(0, "failed", 0, 0).was(1, "failed", 0, 0),
              "tell Failed",
              "failed at 100000 | 0 failed, 1 failed | denied"),
          new Row(
              "a run that was given up lets run what runs",
              task("0,1")
                  .given(WHY)
                  .was(0, "running", 0, 99_990)
                  .running(0, 0, 99_990)
                  .was(1, "failed", 0, 0),
              "",
              "running | 0 running@99990, 1 failed | denied | look 107190"),
          new Row(
              "a container of an earlier run of that name goes",
              task("0").fetched().of("another", 0, 0),
              "remove c-0-0; start 0#0",
              "pending | 0 pending"),
          new Row(
              "a container of an index that nobody wants goes",
              task("0").fetched().running(7, 0, 99_990),
              "remove c-7-0; start 0#0",
              "pending | 0 pending"),
          new Row(
              "old attempts go beyond the number that is kept",
              task("0")
                  .daemon()
                  .fetched()
                  .was(0, "running", 6, 99_990)
                  .running(0, 6, 99_990)
                  .ended(0, 0, 1)
                  .ended(0, 1, 1),
              "remove c-0-0",
              "running | 0 running 6@99990"),
          new Row(
              "what is over is over",
              task("0").over("completed", 99_000).was(0, "succeeded", 0, 98_000).ended(0, 0, 0),
              "",
              "completed at 99000 | 0 succeeded@98000 | look 703800"),
          new Row(
              "whatever runs of what is over is ended",
              task("0").over("failed", 99_000).was(0, "failed", 0, 98_000).running(0, 0, 98_000),
              "end c-0-0",
              "failed at 99000 | 0 failed@98000 | look 703800"),
          new Row(
              "a week later it is forgotten",
              task("0").over("completed", NOW - 604_800).was(0, "succeeded", 0, 0),
              "forget",
              "completed at -504800 | 0 succeeded"));

  @ParameterizedTest
  @FieldSource("rows")
  void plans(Row row) {
    var plan = Plan.of(row.scene().situation());
    assertThat(steps(plan)).isEqualTo(row.steps());
    assertThat(then(plan)).isEqualTo(row.then());
  }

  @ParameterizedTest
  @FieldSource("rows")
  void aPlanSeesTheSameAgain(Row row) {
    var first = Plan.of(row.scene().situation());
    var second = Plan.of(row.scene().observed(first.next()));
    assertThat(second.next()).isEqualTo(first.next());
    assertThat(second.steps(Step.Start.class)).isEqualTo(first.steps(Step.Start.class));
    assertThat(second.steps(Step.Fetch.class)).isEqualTo(first.steps(Step.Fetch.class));
    assertThat(second.steps(Step.End.class)).isEqualTo(first.steps(Step.End.class));
    assertThat(second.steps(Step.Tell.class)).isEmpty();
  }

  private static String steps(Plan plan) {
    var words = new ArrayList<>(plan.steps().stream().map(PlanTest::words).toList());
    if (plan.waits()) {
      words.add("waits");
    }
    return String.join("; ", words);
  }

  private static String words(Step step) {
    return switch (step) {
      case Step.Tell(_, var reason, var instance, _) -> ("tell " + reason + " " + instance).strip();
      case Step.End(var container) -> "end " + container;
      case Step.Remove(var container) -> "remove " + container;
      case Step.Fetch() -> "fetch";
      case Step.Start(var index, var attempt) -> "start " + index + "#" + attempt;
      case Step.Forget() -> "forget";
    };
  }

  @Test
  void anInstanceIsReplacedWhenItHasEnded() {
    var running = task("0").fetched().was(0, "running", 0, 99_990).running(0, 0, 99_990);
    var scene = running.situation();
    var container = scene.containers().getFirst().container();
    var plan = Plan.of(restarting(scene, container));
    assertThat(steps(plan)).isEqualTo("tell Restarting r-0-0; end " + container);
    assertThat(then(plan)).isEqualTo("running | 0 pending 1@99990");
    var after = restarting(scene, container, plan.next());
    assertThat(steps(Plan.of(after))).as("while it ends").isEqualTo("end " + container);
    var ended = task("0").fetched().ended(0, 0, 143).situation();
    assertThat(steps(Plan.of(restarting(ended, container, plan.next())))).isEqualTo("start 0#1");
  }

  private static Situation restarting(Situation of, String container) {
    return restarting(of, container, of.was());
  }

  private static Situation restarting(Situation of, String container, JobRunObserved was) {
    return new Situation(
        of.run(),
        was,
        of.containers(),
        was.equals(of.was()) ? Set.of(container) : Set.of(),
        of.fetched(),
        of.capacity(),
        of.room(),
        of.now(),
        of.limits());
  }

  private static String then(Plan plan) {
    var next = plan.next();
    var parts = new ArrayList<String>();
    parts.add(next.status() + after(" at ", next.completionTime()));
    parts.add(
        next.indices().entrySet().stream()
            .map(entry -> words(entry.getKey(), entry.getValue()))
            .collect(joining(", ")));
    if (next.retryAt() != null) {
      parts.add("retry " + next.retryAt().getEpochSecond());
    }
    if (next.diagnosis() != null
        && !next.diagnosis().problem().contains("indices of the job run")) {
      parts.add(next.diagnosis().code());
    }
    plan.look().ifPresent(when -> parts.add("look " + when.getEpochSecond()));
    return String.join(" | ", parts);
  }

  private static String words(String index, IndexObserved seen) {
    var reason = seen.lastFailureReason() == null ? "" : " " + seen.lastFailureReason();
    return index
        + " "
        + seen.status()
        + (seen.retries() == 0 ? "" : " " + seen.retries())
        + reason
        + after("@", seen.startedAt());
  }

  private static String after(String sign, @Nullable Instant when) {
    return when == null ? "" : sign + when.getEpochSecond();
  }

  private static Scene task(String indices) {
    var unseen = JobRunObserved.UNSEEN;
    return new Scene(
        Sample.TASK.indices(indices), unseen, List.of(), false, 10, JobLimits.STANDARD);
  }

  /// A situation that is put together bit by bit.
  record Scene(
      Sample wanted,
      JobRunObserved was,
      List<Seen> containers,
      boolean here,
      int seats,
      JobLimits limits) {
    private static final String ID = "00000000-0000-4000-8000-00000000cafe";

    Situation situation() {
      var key = new Key("p", "r");
      var resource = new Resource<>(Kind.JOB_RUN, key, ID, "tag", at(0), wanted.named("r"), was);
      var run = Run.of(resource, 100);
      return new Situation(
          run, was, containers, Set.of(), here, World.CAPACITY, seats, at(NOW), limits);
    }

    Situation observed(JobRunObserved seen) {
      return new Scene(wanted, seen, containers, here, seats, limits).situation();
    }

    private static Instant at(long second) {
      return Instant.ofEpochSecond(second);
    }

    Scene fetched() {
      return new Scene(wanted, was, containers, true, seats, limits);
    }

    Scene room(int free) {
      return new Scene(wanted, was, containers, here, free, limits);
    }

    Scene parallel(int most) {
      return new Scene(wanted, was, containers, here, seats, Limited.parallel(most));
    }

    Scene daemon() {
      return new Scene(wanted.daemon(), was, containers, here, seats, limits);
    }

    Scene retries(int limit) {
      return new Scene(wanted.retries(limit), was, containers, here, seats, limits);
    }

    Scene was(int index, String status, int retries, long start) {
      var started = start == 0 ? null : at(start);
      return was(index, new IndexObserved(status, retries, started, null, null));
    }

    Scene failedBefore(int index, int retries, long end) {
      return was(
          index,
          new IndexObserved("pending", retries, at(99_990), at(end), "ContainerExitedCode1"));
    }

    private Scene was(int index, IndexObserved seen) {
      Map<String, IndexObserved> indices = new LinkedHashMap<>(was.indices());
      indices.put(Integer.toString(index), seen);
      return with(
          new JobRunObserved(
              was.status(),
              was.digest(),
              was.startTime(),
              was.completionTime(),
              indices,
              was.diagnosis(),
              was.retryAt()));
    }

    Scene retryAt(long second) {
      return with(
          new JobRunObserved(was.status(), null, null, null, was.indices(), null, at(second)));
    }

    Scene given(Diagnosis why) {
      return with(new JobRunObserved("pending", null, null, null, was.indices(), why, null));
    }

    Scene over(String status, long end) {
      return with(new JobRunObserved(status, null, null, at(end), was.indices(), null, null));
    }

    private Scene with(JobRunObserved seen) {
      return new Scene(wanted, seen, containers, here, seats, limits);
    }

    Scene running(int index, int attempt, long start) {
      return container(ID, index, attempt, start, new State.Running());
    }

    Scene ended(int index, int attempt, int code) {
      return endedFrom(index, attempt, code, 99_990);
    }

    Scene endedFrom(int index, int attempt, int code, long start) {
      return container(
          ID, index, attempt, start, new State.Ended(code, Observed.Excess.NOTHING, at(NOW)));
    }

    Scene outOfMemory(int index, int attempt) {
      return container(
          ID, index, attempt, 99_990, new State.Ended(137, Observed.Excess.MEMORY, at(NOW)));
    }

    Scene of(String run, int index, int attempt) {
      return container(run, index, attempt, 99_990, new State.Running());
    }

    private Scene container(String run, int index, int attempt, long start, State state) {
      var all = new ArrayList<>(containers);
      var name = "c-%d-%d".formatted(index, attempt);
      all.add(new Seen(name, run, index, attempt, new Limits(1_000, 4, 10, 0), at(start), state));
      return new Scene(wanted, was, all, here, seats, limits);
    }
  }
}
