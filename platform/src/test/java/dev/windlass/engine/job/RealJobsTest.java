// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.api.SecretPrototype;
import dev.windlass.api.VolumeMount;
import dev.windlass.engine.AlarmClock;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Mounts;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Place;
import dev.windlass.engine.SqliteStore;
import dev.windlass.runtime.LocalContainers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Job runs on the runtime and the store that the daemon has, with a made-up registry.
@Timeout(120)
class RealJobsTest {
  private static final Key RUN = new Key("p", "r");
  private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

  private final AlarmClock timer = new AlarmClock();
  private final FakeImages images = new FakeImages();
  private Path state;
  private SqliteStore store;
  private LocalContainers containers;
  private Jobs jobs;

  @BeforeEach
  void open() throws Exception {
    state = Files.createTempDirectory("windlass-jobs-");
    images.layers = List.of(busybox(state.resolve("layer")));
    store = SqliteStore.open(state.resolve("state.db"));
    containers =
        LocalContainers.open(
            state.resolve("containers"), "j" + UUID.randomUUID().toString().substring(0, 8));
    jobs = start();
  }

  private Jobs start() throws Exception {
    return Jobs.open(
        store,
        images,
        containers,
        timer,
        InstantSource.system(),
        new Place("local", "localhost", "http://127.0.0.1:7070", state.resolve("mounts")),
        JobLimits.STANDARD,
        Capacity.ofThisMachine());
  }

  private static Path busybox(Path layer) throws Exception {
    Files.createDirectories(layer.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), layer.resolve("bin/busybox"));
    for (var name : List.of("sh", "cat", "sleep")) {
      Files.createSymbolicLink(layer.resolve("bin").resolve(name), Path.of("busybox"));
    }
    return layer;
  }

  @AfterEach
  void remove() throws Exception {
    jobs.close();
    timer.close();
    containers.down(Duration.ZERO);
    store.close();
    Mounts.erase(state);
  }

  @Test
  void anArrayRuns() throws Exception {
    store.create(
        Kind.SECRET,
        new Key("p", "keys"),
        SecretPrototype.of("generic", "keys", Map.of("a", "s3cret\n")));
    submit(
        "echo $JOB_INDEX of $JOB_ARRAY_SIZE; cat /keys/a; test $JOB_INDEX != 2 || exit 3",
        "0-2",
        600);
    var seen = awaitEnd();
    assertThat(seen.status()).isEqualTo("failed");
    assertThat(Life.of(seen, 0).status()).isEqualTo("succeeded");
    assertThat(Life.of(seen, 2).lastFailureReason()).isEqualTo("ContainerExitedCode3");
    assertThat(printed("r-1-0")).containsExactly("1 of 3", "s3cret");
    assertThat(printed("r-2-0")).containsExactly("2 of 3", "s3cret");
    store.delete(Kind.JOB_RUN, RUN);
    awaitNoContainers();
  }

  @Test
  void whatTakesTooLongIsEndedAndItsLogKept() throws Exception {
    submit("trap 'echo bye; exit 9' TERM; echo begun; sleep 100 & wait", "0", 1);
    var seen = awaitEnd();
    assertThat(Life.of(seen, 0).lastFailureReason()).isEqualTo("MaxExecutionTimeExceeded");
    assertThat(printed("r-0-0")).startsWith("begun");
    assertThat(jobs.instances(RUN))
        .hasSize(1)
        .allMatch(instance -> instance.reason().equals("MaxExecutionTimeExceeded"));
  }

  @Test
  void anEndWhileNobodyLooksCountsAsItWas() throws Exception {
    submit("exec sleep 1000", "0", 600);
    awaitRunning();
    jobs.close();
    end();
    jobs = start();
    assertThat(Life.of(awaitEnd(), 0).lastFailureReason()).isEqualTo("ContainerExitedCode137");
  }

  /// As the kernel might.
  private void end() throws Exception {
    containers.end(containers.list().getFirst().id(), Duration.ZERO);
  }

  private void submit(String script, String indices, int seconds) {
    boolean keys = store.find(Kind.SECRET, new Key("p", "keys")).isPresent();
    store.create(
        Kind.JOB_RUN,
        RUN,
        new JobRunPrototype(
            "icr.io/acme/work:1",
            null,
            null,
            "r",
            List.of(),
            null,
            List.of("sh", "-c", script),
            null,
            List.of(),
            "task",
            "default",
            keys ? List.of(new VolumeMount("/keys", true, "keys", null, "secret")) : List.of(),
            null,
            indices,
            "0.125",
            "400M",
            seconds,
            "250M",
            0,
            null,
            null));
  }

  private List<String> printed(String instance) throws Exception {
    var lines = new ArrayList<String>();
    assertThat(jobs.log("p", instance, -1, () -> false, (_, _, text) -> lines.add(text))).isTrue();
    return lines;
  }

  private JobRunObserved awaitEnd() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE;
    long since = store.await("p", 0, Duration.ZERO);
    var seen = observed();
    while (seen.completionTime() == null && System.nanoTime() < until) {
      since = store.await("p", since, Duration.ofSeconds(1));
      seen = observed();
    }
    assertThat(seen.completionTime()).as("%s", seen).isNotNull();
    return seen;
  }

  private JobRunObserved observed() {
    return store.find(Kind.JOB_RUN, RUN).orElseThrow().observed();
  }

  private void awaitRunning() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE;
    long since = store.await("p", 0, Duration.ZERO);
    while (!observed().status().equals("running") && System.nanoTime() < until) {
      since = store.await("p", since, Duration.ofSeconds(1));
    }
    assertThat(observed().status()).isEqualTo("running");
  }

  private void awaitNoContainers() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE;
    while (!containers.list().isEmpty() && System.nanoTime() < until) {
      store.await("p", Long.MAX_VALUE - 1, Duration.ofMillis(100));
    }
    assertThat(containers.list()).isEmpty();
  }
}
