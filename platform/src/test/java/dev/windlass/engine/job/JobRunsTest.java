// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.windlass.api.EnvVar;
import dev.windlass.api.ProjectPrototype;
import dev.windlass.api.PullAttempt;
import dev.windlass.api.SecretPrototype;
import dev.windlass.api.VolumeMount;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Retries;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.runtime.Start;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRunsTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void begin() {
    world = new World(folder);
  }

  @Test
  void aRunOfOneIndexCompletesAndTellsIt() throws Exception {
    var run = world.submit("r", Sample.TASK);
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("running");
    world.exit("r-0-0", 0);
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("completed");
    assertThat(world.observed(run).diagnosis()).isNull();
    assertThat(world.events(run))
        .containsExactly(
            "Normal Pulling Pulling image \"icr.io/acme/work:1\"",
            "Normal Pulled Successfully pulled image \"icr.io/acme/work:1\" in 0.000s",
            "Normal Created r-0-0: Created container r",
            "Normal Started r-0-0: Started container r",
            "Normal Completed JobRun completed successfully");
  }

  @Test
  void theImageIsResolvedAndPulledOnceForAllIndicesAndAttempts() throws Exception {
    var run = world.submit("r", Sample.TASK.indices("0-2"));
    world.settle();
    world.exit("r-1-0", 1);
    world.pass(Duration.ofSeconds(5));
    assertThat(world.running()).containsExactlyInAnyOrder("r-0-0", "r-2-0", "r-1-1");
    var digest = Digest.parse(Objects.requireNonNull(world.observed(run).digest()));
    assertThat(world.images.calls())
        .containsExactly("resolve icr.io/acme/work:1", "pull " + digest.brief());
    assertThat(world.containers.container(world.id("r-1-1")).image().reference().digest())
        .isEqualTo(digest);
  }

  @Test
  void failsWithTheIndicesThatFailedAndSaysWhy() throws Exception {
    var run = world.submit("r", Sample.TASK.indices("0-2").retries(1));
    world.settle();
    world.exit("r-0-0", 0);
    world.exit("r-1-0", 3);
    world.exit("r-2-0", 3);
    world.pass(Duration.ofSeconds(2));
    world.exit("r-1-1", 3);
    world.exit("r-2-1", 0);
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("failed");
    assertThat(world.index(run, 1).lastFailureReason()).isEqualTo("ContainerExitedCode3");
    assertThat(world.index(run, 1).retries()).isEqualTo(1);
    assertThat(world.events(run))
        .endsWith("Warning Failed JobRun failed, failed indices: 1")
        .contains("Warning Failed r-1-0: Error: the instance ended with exit code 3");
    var why = Objects.requireNonNull(world.observed(run).diagnosis());
    assertThat(why.code()).isEqualTo("exited");
    assertThat(why.problem()).isEqualTo("1 of 3 indices of the job run 'r' failed");
    assertThat(why.cause()).isEqualTo("instance r-1-1 ended with exit code 3");
    assertThat(why.fix()).isEqualTo("read what it printed: windlass jobrun logs --name r");
    assertThat(why.evidence()).isEqualTo("ContainerExitedCode3: 1");
  }

  @Test
  void aCauseThatStaysFailsTheRunAtOnce() throws Exception {
    world.images.resolving = image -> Optional.of(new Failure.UnknownManifest(image, refusal(404)));
    var run = world.submit("r", Sample.TASK.indices("0,1"));
    world.settle();
    var observed = world.observed(run);
    assertThat(observed.status()).isEqualTo("failed");
    assertThat(observed.retryAt()).isNull();
    assertThat(Objects.requireNonNull(observed.diagnosis()).problem())
        .contains("icr.io/acme/work:1");
    assertThat(world.index(run, 1).lastFailureReason()).isEqualTo("ErrImagePull");
    assertThat(world.events(run))
        .hasSize(4)
        .anyMatch(event ->
            event.startsWith("Warning Failed Failed to pull image \"icr.io/acme/work:1\": "))
        .contains("Warning Failed Error: ErrImagePull")
        .endsWith("Warning Failed JobRun failed, failed indices: 0-1");
  }

  @Test
  void aCauseThatPassesIsWaitedForVisibly() throws Exception {
    world.images.pulling = image -> Optional.of(unreachable(image, Trouble.TIMEOUT));
    var run = world.submit("r", Sample.TASK);
    world.settle();
    var begin = world.now();
    assertThat(world.observed(run).status()).isEqualTo("pending");
    assertThat(world.observed(run).diagnosis()).isNotNull();
    assertThat(world.observed(run).retryAt()).isEqualTo(begin.plusSeconds(10));
    assertThat(world.events(run))
        .endsWith(
            "Warning Failed Error: ErrImagePull",
            "Normal BackOff Back-off pulling image \"icr.io/acme/work:1\"",
            "Warning Failed Error: ImagePullBackOff");
    world.pass(Duration.ofSeconds(10));
    assertThat(world.observed(run).retryAt()).isEqualTo(begin.plusSeconds(30));
    world.pass(Duration.ofHours(1));
    assertThat(Duration.between(world.now(), world.observed(run).retryAt()))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofMinutes(5));

    world.images.pulling = _ -> Optional.empty();
    world.pass(Duration.ofMinutes(5));
    assertThat(world.running()).containsExactly("r-0-0");
    assertThat(world.observed(run).diagnosis()).isNull();
    assertThat(world.observed(run).retryAt()).isNull();
  }

  @Test
  void aNudgeDoesNotShortenTheWait() throws Exception {
    world.images.resolving = image -> Optional.of(unreachable(image, Trouble.BROKEN));
    var run = world.submit("r", Sample.TASK);
    world.settle();
    world.nudge(run);
    world.settle();
    world.restart();
    world.settle();
    assertThat(world.images.calls()).hasSize(1);
  }

  @Test
  void aRegistryThatAsksForTimeGetsIt() throws Exception {
    world.images.resolving =
        image -> Optional.of(new Failure.Throttled(image, Duration.ofMinutes(7), refusal(429)));
    var run = world.submit("r", Sample.TASK);
    world.settle();
    assertThat(world.observed(run).retryAt()).isEqualTo(world.now().plusSeconds(420));
  }

  @Test
  void whoIsAskedToTriesAtOnce() throws Exception {
    world.images.pulling = image -> Optional.of(unreachable(image, Trouble.TIMEOUT));
    var secret = new Key("p", "key");
    world.store.create(Kind.SECRET, secret, SecretPrototype.of("registry", "key", Map.of()));
    var run = world.submit("r", Sample.TASK.secret("key"));
    world.settle();
    assertThat(world.store.attempts(Kind.JOB_RUN, run))
        .extracting(PullAttempt::cause, PullAttempt::nextAttemptAt)
        .containsExactly(tuple("connection_timeout", world.now().plusSeconds(10).toString()));

    var retries = new Retries(world.store, world::now);
    assertThat(retries.ofJobRun(run)).isTrue();
    world.settle();
    assertThat(world.store.attempts(Kind.JOB_RUN, run)).hasSize(2);

    retries.watchSecrets();
    world.images.pulling = _ -> Optional.empty();
    world.store.want(
        Kind.SECRET, secret, Optional.empty(), SecretPrototype.of("registry", "key", Map.of()));
    world.settle();
    assertThat(world.running()).containsExactly("r-0-0");
    assertThat(world.store.attempts(Kind.JOB_RUN, run).getLast().outcome()).isEqualTo("done");
    assertThat(retries.ofJobRun(run)).as("it waits no more").isFalse();
  }

  @Test
  void whatIsAskedForWhileItIsTriedIsTriedOnceMore() throws Exception {
    var retries = new Retries(world.store, () -> world.now().plusMillis(1)); // while it is tried
    var calls = new AtomicInteger();
    world.images.resolving =
        image -> {
          retries.of(_ -> true);
          return calls.incrementAndGet() == 1
              ? Optional.of(new Failure.UnknownManifest(image, refusal(404)))
              : Optional.empty();
        };
    world.submit("r", Sample.TASK);
    world.settle();
    assertThat(world.running()).containsExactly("r-0-0");
    assertThat(calls).hasValue(2);
  }

  @Test
  void aMissingPullSecretFailsTheRunAtOnce() throws Exception {
    var run = world.submit("r", Sample.TASK.secret("gone"));
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("failed");
    assertThat(world.images.calls()).isEmpty();
  }

  @Test
  void thePullSecretIsShownToTheRegistry() throws Exception {
    world.store.create(
        Kind.SECRET,
        new Key("p", "mine"),
        SecretPrototype.of(
            "registry", "mine", Map.of("server", "icr.io", "username", "ann", "password", "x")));
    world.submit("r", Sample.TASK.secret("mine"));
    world.settle();
    assertThat(world.images.shown.byHost().get("icr.io")).extracting("username").isEqualTo("ann");
    assertThat(world.running()).hasSize(1);
  }

  @Test
  void instancesAreToldWhoTheyAre() throws Exception {
    var project = new Key("", "p");
    world.store.create(Kind.PROJECT, project, new ProjectPrototype("mine", null, null));
    world.store.observe(Kind.PROJECT, project, _ -> ProjectObserved.of("active", "a1b2c3d4e5f"));
    world.submit(
        "r",
        Sample.TASK
            .indices("4,7")
            .job("nightly")
            .environment(literal("CE_REGION", "moon"), literal("MINE", "1")));
    world.settle();
    assertThat(world.containers.container(world.id("r-7-0")).environment())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("JOB_INDEX", "7"),
                Map.entry("JOB_ARRAY_SIZE", "2"),
                Map.entry("JOB_INDEX_RETRY_COUNT", "0"),
                Map.entry("JOB_RETRY_LIMIT", "3"),
                Map.entry("JOB_MODE", "task"),
                Map.entry("CE_JOB", "nightly"),
                Map.entry("CE_JOBRUN", "r"),
                Map.entry("CE_PROJECT_ID", "p"),
                Map.entry("CE_SUBDOMAIN", "a1b2c3d4e5f"),
                Map.entry("CE_REGION", "moon"),
                Map.entry("CE_DOMAIN", "localhost"),
                Map.entry("CE_API_BASE_URL", "http://127.0.0.1:7070"),
                Map.entry("HOSTNAME", "r-7-0"),
                Map.entry("MINE", "1")));
  }

  @Test
  void aMissingReferenceFailsTheRunAndSaysWhich() throws Exception {
    var run =
        world.submit(
            "r",
            Sample.TASK
                .environment(new EnvVar(null, null, null, "db", "secret_full_reference", null))
                .mounts(mount("/keys", "keys")));
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("failed");
    assertThat(Objects.requireNonNull(world.observed(run).diagnosis()).cause())
        .isEqualTo("There is no secret 'db'; There is no secret 'keys'");
    assertThat(world.index(run, 0).lastFailureReason()).isEqualTo("CreateContainerConfigError");
    assertThat(world.containers.list()).isEmpty();
  }

  @Test
  void mountedSecretsFollowTheStoreAndGoWithTheRun() throws Exception {
    var keys = new Key("p", "keys");
    world.store.create(
        Kind.SECRET, keys, SecretPrototype.of("generic", "keys", Map.of("a", "old")));
    world.submit("r", Sample.TASK.mounts(mount("/keys", "keys")));
    world.settle();
    var home =
        Objects.requireNonNull(world.containers.container(world.id("r-0-0")).mounts().get("/keys"));
    assertThat(home.resolve("a")).hasContent("old");

    world.store.want(
        Kind.SECRET,
        keys,
        Optional.empty(),
        SecretPrototype.of("generic", "keys", Map.of("a", "new")));
    world.settle();
    assertThat(home.resolve("a")).hasContent("new");

    world.exit("r-0-0", 0);
    world.settle();
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aProgramThatIsNotThereIsNotTriedAgain() throws Exception {
    world.containers.starter =
        _ -> Optional.of(new Start.Failed(Start.Kind.EXECUTABLE_NOT_FOUND, "no such file: /nope"));
    var run = world.submit("r", Sample.TASK);
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("failed");
    assertThat(world.index(run, 0).lastFailureReason()).isEqualTo("ExecutableNotFound");
    assertThat(world.index(run, 0).retries()).isZero();
    assertThat(world.events(run))
        .contains(
            "Warning Failed r-0-0: Error: the instance names a program that is not in the image or"
                + " not executable: no such file: /nope");
    assertThat(world.seats.empty()).isTrue();
  }

  @Test
  void otherTroubleWithStartingIsTriedAgain() throws Exception {
    world.containers.starter =
        _ -> Optional.of(new Start.Failed(Start.Kind.OTHER, "out of addresses"));
    var run = world.submit("r", Sample.TASK.retries(2));
    world.settle();
    assertThat(world.index(run, 0).retries()).isEqualTo(1);
    world.containers.starter = _ -> Optional.empty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.running()).containsExactly("r-0-1");
  }

  @Test
  void whatTakesTooLongIsEndedAndItsLogKept() throws Exception {
    var run = world.submit("r", Sample.TASK.retries(0));
    world.settle();
    world.containers.print(world.id("r-0-0"), "still at it");
    world.pass(Duration.ofSeconds(7199));
    assertThat(world.running()).hasSize(1);
    world.pass(Duration.ofSeconds(1));
    assertThat(world.running()).isEmpty();
    assertThat(world.observed(run).status()).isEqualTo("failed");
    assertThat(world.index(run, 0).lastFailureReason()).isEqualTo("MaxExecutionTimeExceeded");
    assertThat(world.containers.list()).hasSize(1);
  }

  @Test
  void theMachineIsNotOverbooked() throws Exception {
    world.submit("big", Sample.TASK.indices("0-9").size("1", "4G"));
    world.submit("small", Sample.TASK.size("1", "4G"));
    world.settle();
    assertThat(world.running()).containsExactly("big-0-0", "big-1-0", "big-2-0", "big-3-0");
    world.exit("big-0-0", 0);
    world.exit("big-1-0", 0);
    world.settle();
    assertThat(world.running())
        .as("the small run is not behind all of the big one")
        .containsExactlyInAnyOrder("big-2-0", "big-3-0", "small-0-0", "big-4-0");
  }

  @Test
  void whatIsLargerThanTheMachineRunsAlone() throws Exception {
    world.submit("small", Sample.TASK);
    world.settle();
    world.submit("huge", Sample.TASK.indices("0,1").size("8", "32G"));
    world.settle();
    world.submit("late", Sample.TASK);
    world.settle();
    assertThat(world.running()).containsExactly("small-0-0");
    world.exit("small-0-0", 0);
    world.settle();
    assertThat(world.running()).containsExactly("huge-0-0");
    world.exit("huge-0-0", 0);
    world.settle();
    assertThat(world.running()).as("nobody is overtaken").containsExactly("late-0-0");
    world.exit("late-0-0", 0);
    world.settle();
    assertThat(world.running()).containsExactly("huge-1-0");
  }

  @Test
  void afterARestartWhatRunsIsAdoptedAndEndsCountAsTheyWere() throws Exception {
    var run = world.submit("r", Sample.TASK.indices("0-2").retries(0));
    world.settle();
    world.exit("r-0-0", 0);
    world.settle();
    world.exit("r-1-0", 42); // nobody looks any more
    world.restart();
    world.settle();
    assertThat(world.running()).containsExactly("r-2-0");
    assertThat(world.index(run, 0).status()).isEqualTo("succeeded");
    assertThat(world.index(run, 1).lastFailureReason()).isEqualTo("ContainerExitedCode42");
    assertThat(world.index(run, 2).status()).isEqualTo("running");
    assertThat(world.images.calls()).hasSize(2);
  }

  @Test
  void afterARebootWhatVanishedIsTriedAgain() throws Exception {
    var run = world.submit("r", Sample.TASK.indices("0,1"));
    world.settle();
    world.exit("r-0-0", 0);
    world.settle();
    world.containers.vanish();
    world.restart();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.running()).containsExactly("r-1-1");
    assertThat(world.index(run, 1).lastFailureReason()).isEqualTo("InstanceLost");
    assertThat(world.events(run))
        .as("the image is here and told once")
        .filteredOn(event -> event.contains("Pull"))
        .hasSize(2);
  }

  @Test
  void deletingARunStopsItAndLeavesNothing() throws Exception {
    var run = world.submit("r", Sample.TASK.indices("0-9"));
    world.settle();
    world.exit("r-0-0", 1);
    world.settle();
    world.store.delete(Kind.JOB_RUN, run);
    world.settle();
    world.assertNothingIsLeft();
  }

  @Test
  void aDeletionThatACrashCutShortIsMadeUpFor() throws Exception {
    var run = world.submit("r", Sample.TASK);
    world.settle();
    world.store.delete(Kind.JOB_RUN, run);
    world.restart();
    world.settle();
    world.assertNothingIsLeft();
  }

  @Test
  void aRunOfTheSameNameIsAnother() throws Exception {
    var run = world.submit("r", Sample.TASK);
    world.settle();
    world.exit("r-0-0", 0);
    world.store.delete(Kind.JOB_RUN, run);
    world.submit("r", Sample.TASK); // before anybody looked
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("running");
    assertThat(world.containers.list()).hasSize(1);
    assertThat(world.images.calls()).hasSize(4);
  }

  @Test
  void runsOfTheSameNameInTwoProjectsDoNotMeet() throws Exception {
    var mine = world.submit("r", Sample.TASK);
    var theirs = new Key("q", "r");
    world.store.create(Kind.JOB_RUN, theirs, Sample.TASK.named("r"));
    world.settle();
    assertThat(world.containers.running()).hasSize(2);
    world.store.delete(Kind.JOB_RUN, mine);
    world.settle();
    assertThat(world.containers.running()).hasSize(1);
    assertThat(world.observed(theirs).status()).isEqualTo("running");
  }

  @Test
  void endedInstancesAreKeptUpToANumberAndTheOldestGo() throws Exception {
    world.limits = Limited.kept(3);
    world.restart();
    var run = world.submit("r", Sample.TASK.indices("0-3"));
    world.settle();
    for (int index = 0; index < 4; index++) {
      world.travel(world.now().plusSeconds(1));
      world.exit("r-%d-0".formatted(index), 0);
      world.settle();
    }
    assertThat(world.observed(run).status()).isEqualTo("completed");
    assertThat(world.containers.list())
        .extracting(one -> String.valueOf(one.labels().get("instance")))
        .containsExactlyInAnyOrder("r-1-0", "r-2-0", "r-3-0");
  }

  @Test
  void aWeekAfterItsEndARunIsForgotten() throws Exception {
    var run = world.submit("r", Sample.TASK);
    world.settle();
    world.exit("r-0-0", 0);
    world.pass(Duration.ofDays(7).minusSeconds(1));
    assertThat(world.store.find(Kind.JOB_RUN, run)).isPresent();
    world.pass(Duration.ofSeconds(2));
    assertThat(world.store.find(Kind.JOB_RUN, run)).isEmpty();
    world.assertNothingIsLeft();
  }

  @Test
  void whatCannotBeReadFailsAndSaysWhy() throws Exception {
    var run = world.submit("r", Sample.TASK.indices("5-1"));
    world.settle();
    assertThat(world.observed(run).status()).isEqualTo("failed");
    assertThat(Objects.requireNonNull(world.observed(run).diagnosis()).cause())
        .contains("'5-1' is not a list of array indices");
    world.pass(Duration.ofDays(8));
    world.assertNothingIsLeft();
  }

  @Test
  void aLongNameFitsTheRuntime() throws Exception {
    world.submit("a".repeat(63), Sample.TASK.indices("9999999"));
    world.settle();
    assertThat(world.containers.running().getFirst().id()).hasSizeLessThanOrEqualTo(63);
    assertThat(world.running()).containsExactly("a".repeat(63) + "-9999999-0");
  }

  @Test
  void alarmsDoNotAddUp() throws Exception {
    var run = world.submit("r", Sample.TASK);
    world.settle();
    for (int i = 0; i < 100; i++) {
      world.nudge(run);
      world.settle();
    }
    world.ringNext();
    assertThat(world.nudged).hasSize(1);
    world.settle();
    world.ringNext();
    assertThat(world.nudged).hasSize(1);
  }

  private static EnvVar literal(String name, String value) {
    return new EnvVar(null, name, null, null, "literal", value);
  }

  private static VolumeMount mount(String path, String secret) {
    return new VolumeMount(path, true, secret, null, "secret");
  }

  private static Refusal refusal(int status) {
    return new Refusal("GET", URI.create("https://icr.io/v2/"), status, "", "");
  }

  private static Failure unreachable(Reference image, Trouble trouble) {
    return new Failure.Unreachable(image, URI.create("https://icr.io"), trouble, "slow");
  }
}
