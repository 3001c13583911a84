// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Resource;
import dev.windlass.runtime.Container.Limits;
import dev.windlass.runtime.Observed;
import dev.windlass.runtime.Observed.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class InstanceViewTest {
  private static final Instant NOW = Instant.ofEpochSecond(100);
  private static final String ID = "00000000-0000-4000-8000-00000000cafe";

  /// @param shown name, status, reason and exit code of each
  record Row(String claim, IndexObserved index, List<Seen> containers, String shown) {
    @Override
    public String toString() {
      return claim;
    }
  }

  static final List<Row> rows =
      List.of(
          new Row(
              "one that waits", index("pending", 0, null), List.of(), "r-0-0 pending idle null"),
          new Row(
              "one that is not yet written down",
              index("pending", 0, null),
              List.of(runs(0)),
              "r-0-0 running  null"),
          new Row(
              "one that runs", index("running", 0, null), List.of(runs(0)), "r-0-0 running  null"),
          new Row(
              "attempts are in order",
              index("running", 1, "ContainerExitedCode3"),
              List.of(runs(1), ended(0, 3)),
              "r-0-0 failed Error 3; r-0-1 running  null"),
          new Row(
              "the next attempt waits",
              index("pending", 1, "ContainerExitedCode3"),
              List.of(ended(0, 3)),
              "r-0-0 failed Error 3; r-0-1 pending idle null"),
          new Row(
              "one that went well",
              index("succeeded", 0, null),
              List.of(ended(0, 0)),
              "r-0-0 succeeded Completed 0"),
          new Row(
              "one whose container is gone",
              index("succeeded", 0, null),
              List.of(),
              "r-0-0 succeeded Completed null"),
          new Row(
              "one that never had a container",
              index("failed", 0, "ErrImagePull"),
              List.of(),
              "r-0-0 failed ErrImagePull null"),
          new Row(
              "one that used too much memory",
              index("failed", 0, "OOMKilled"),
              List.of(outOfMemory(0)),
              "r-0-0 failed OOMKilled 137"),
          new Row(
              "one that took too long, while it is stopped",
              index("failed", 0, "MaxExecutionTimeExceeded"),
              List.of(runs(0)),
              "r-0-0 failed MaxExecutionTimeExceeded null"),
          new Row(
              "one that took too long, after that",
              index("failed", 0, "MaxExecutionTimeExceeded"),
              List.of(ended(0, 143)),
              "r-0-0 failed MaxExecutionTimeExceeded 143"),
          new Row(
              "only the attempt that took too long did",
              index("pending", 2, "MaxExecutionTimeExceeded"),
              List.of(ended(0, 1), ended(1, 143)),
              "r-0-0 failed Error 1; r-0-1 failed MaxExecutionTimeExceeded 143; r-0-2 pending idle null"));

  @ParameterizedTest
  @FieldSource("rows")
  void shows(Row row) {
    var unseen = JobRunObserved.UNSEEN;
    var observed =
        new JobRunObserved("running", null, null, null, Map.of("0", row.index()), null, null);
    var resource =
        new Resource<>(
            Kind.JOB_RUN, new Key("p", "r"), ID, "tag", NOW, Sample.TASK.named("r"), unseen);
    var view = new InstanceView(Run.of(resource, 10), observed, row.containers(), NOW, "idle");
    assertThat(view.instances().stream().map(InstanceViewTest::words).collect(joining("; ")))
        .isEqualTo(row.shown());
  }

  private static String words(Instance instance) {
    return "%s %s %s %s"
        .formatted(instance.name(), instance.status(), instance.reason(), instance.exitCode());
  }

  private static IndexObserved index(String status, int retries, @Nullable String reason) {
    return new IndexObserved(status, retries, NOW, NOW, reason);
  }

  private static Seen runs(int attempt) {
    return seen(attempt, new State.Running());
  }

  private static Seen ended(int attempt, int code) {
    return seen(attempt, new State.Ended(code, Observed.Excess.NOTHING, NOW));
  }

  private static Seen outOfMemory(int attempt) {
    return seen(attempt, new State.Ended(137, Observed.Excess.MEMORY, NOW));
  }

  private static Seen seen(int attempt, State state) {
    return new Seen("c" + attempt, ID, 0, attempt, new Limits(1, 1, 1, 0), NOW, state);
  }
}
