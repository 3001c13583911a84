// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.AlarmClock;
import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Place;
import dev.windlass.image.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With the loop, threads and clock of the real thing.
@Timeout(60)
class JobsTest {
  @TempDir Path folder;
  private final InstantSource clock = InstantSource.system();
  private final FakeStore store = new FakeStore(clock);
  private final FakeContainers containers = new FakeContainers(clock);
  private final FakeImages images = new FakeImages();
  private final AlarmClock timer = new AlarmClock();
  private Jobs jobs;

  @BeforeEach
  void begin() throws IOException {
    jobs = open();
  }

  private Jobs open() throws IOException {
    return Jobs.open(
        store,
        images,
        containers,
        timer,
        clock,
        new Place("local", "localhost", "http://127.0.0.1:7070", folder),
        JobLimits.STANDARD,
        World.CAPACITY);
  }

  @AfterEach
  void end() {
    jobs.close();
    timer.close();
  }

  @Test
  void aRunThatIsDeletedGivesUpItsPull() throws Exception {
    images.hold = new CountDownLatch(1);
    var run = submit(Sample.TASK);
    images.held.await();
    store.delete(Kind.JOB_RUN, run);
    images.hold = new CountDownLatch(0);
    submit(Sample.TASK); // of the same name, and so behind the first
    containers.awaitRunning(1);
  }

  @Test
  void anArrayRunsToItsEnd() throws Exception {
    var run = submit(Sample.TASK.indices("0-5").retries(1));
    containers.awaitRunning(4);
    for (int index = 0; index < 4; index++) {
      containers.exit(id(index, 0), 0, false);
    }
    containers.awaitRunning(2);
    containers.exit(id(4, 0), 0, false);
    containers.exit(id(5, 0), 1, false);
    containers.awaitRunning(1);
    assertThat(statuses(run))
        .containsExactly(
            "r-0-0 succeeded Completed 0",
            "r-1-0 succeeded Completed 0",
            "r-2-0 succeeded Completed 0",
            "r-3-0 succeeded Completed 0",
            "r-4-0 succeeded Completed 0",
            "r-5-0 failed Error 1",
            "r-5-1 running  null");
    containers.exit(id(5, 1), 0, false);
    assertThat(awaitObserved(run, seen -> seen.completionTime() != null).status())
        .isEqualTo("completed");
  }

  @Test
  void aRunThatIsDeletedIsStopped() throws Exception {
    var run = submit(Sample.TASK.indices("0-3"));
    containers.awaitRunning(4);
    store.delete(Kind.JOB_RUN, run);
    containers.awaitNone();
    assertThat(jobs.instances(run)).isEmpty();
  }

  @Test
  void whoeverOpensNextAdoptsWhatRuns() throws Exception {
    var run = submit(Sample.TASK.indices("0,1"));
    containers.awaitRunning(2);
    jobs.close();
    containers.exit(id(0, 0), 0, false);
    jobs = open();
    awaitObserved(run, seen -> "succeeded".equals(status(seen, 0)));
    assertThat(containers.running()).hasSize(1);
    assertThat(statuses(run)).containsExactly("r-0-0 succeeded Completed 0", "r-1-0 running  null");
  }

  @Test
  void logsAreReadByInstanceAlsoAfterItsEnd() throws Exception {
    submit(Sample.TASK);
    containers.awaitRunning(1);
    containers.print(id(0, 0), "one");
    containers.print(id(0, 0), "two");
    containers.exit(id(0, 0), 0, false);
    var lines = new ArrayList<String>();
    assertThat(jobs.log("p", "r-0-0", 1, () -> false, (_, _, text) -> lines.add(text))).isTrue();
    assertThat(lines).containsExactly("two");
    assertThat(jobs.log("p", "r-9-0", 1, () -> false, (_, _, _) -> {})).isFalse();
    assertThat(jobs.log("other", "r-0-0", 1, () -> false, (_, _, _) -> {})).isFalse();
  }

  @Test
  void aPullCanBeWatched() throws Exception {
    var pulling = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    images.pulling =
        _ -> {
          pulling.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return Optional.empty();
        };
    var run = submit(Sample.TASK);
    pulling.await();
    assertThat(jobs.pulling(run))
        .hasValueSatisfying(pull -> assertThat(pull.image()).isEqualTo("icr.io/acme/work:1"));
    assertThat(statuses(run)).containsExactly("r-0-0 pending ContainerCreating null");
    goOn.countDown();
    containers.awaitRunning(1);
    assertThat(jobs.pulling(run)).isEmpty();
  }

  @Test
  void whyAnInstanceWaitsIsSeen() throws Exception {
    images.resolving =
        image -> Optional.of(new Failure.Local(image, new IOException("No space left on device")));
    var run = submit(Sample.TASK);
    awaitObserved(run, seen -> seen.retryAt() != null);
    assertThat(statuses(run)).containsExactly("r-0-0 pending ImagePullBackOff null");
  }

  @Test
  void whoFindsNoRoomWaitsForResources() throws Exception {
    var run = submit(Sample.TASK.indices("0,1").size("4", "16G"));
    containers.awaitRunning(1);
    awaitObserved(run, seen -> "running".equals(status(seen, 0)));
    assertThat(statuses(run))
        .containsExactly("r-0-0 running  null", "r-1-0 pending WaitingForResources null");
  }

  private Key submit(Sample wanted) {
    var key = new Key("p", "r");
    store.create(Kind.JOB_RUN, key, wanted.named("r"));
    return key;
  }

  private String id(int index, int attempt) {
    var name = "r-%d-%d".formatted(index, attempt);
    return containers.list().stream()
        .filter(one -> name.equals(one.labels().get("instance")))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private List<String> statuses(Key run) {
    return jobs.instances(run).stream().map(JobsTest::words).toList();
  }

  private static String words(Instance instance) {
    return "%s %s %s %s"
        .formatted(instance.name(), instance.status(), instance.reason(), instance.exitCode());
  }

  private static String status(JobRunObserved seen, int index) {
    return Life.of(seen, index).status();
  }

  private JobRunObserved awaitObserved(Key run, Predicate<JobRunObserved> wanted)
      throws InterruptedException {
    long since = store.await("p", 0, Duration.ZERO);
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      var seen = store.find(Kind.JOB_RUN, run).orElseThrow().observed();
      if (wanted.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > until) {
        throw new AssertionError("still " + seen);
      }
      since = store.await("p", since, Duration.ofSeconds(1));
    }
  }
}
