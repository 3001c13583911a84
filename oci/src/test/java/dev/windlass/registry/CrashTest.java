// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Audit;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that is killed again and again, in the middle of pushes, garbage collection and
/// retention. More often with `-Dwindlass.kills=100`; the seed of a run that failed is in the
/// message: `-Dwindlass.seed=…`.
class CrashTest {
  private static final int KILLS = Integer.getInteger("windlass.kills", 5);
  private static final long SEED = Long.getLong("windlass.seed", new Random().nextLong());
  private static final int MOST_PUSHES = 50;
  private static final Duration LONGEST = Duration.ofSeconds(5);

  @TempDir private Path scratch;

  @Test
  void everyAcknowledgedPushSurvives() throws Exception {
    System.out.println("CrashTest: -Dwindlass.kills=" + KILLS + " -Dwindlass.seed=" + SEED);
    Path folder = scratch.resolve("registry");
    var random = new Random(SEED);
    var pushers =
        List.of(
            new Pusher("all/one", false),
            new Pusher("all/two", true),
            new Pusher(Child.KEPT + "/one", false),
            new Pusher(Child.KEPT + "/two", false));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int kill = 0; kill < KILLS; kill++) {
        round(folder, pushers, threads, random);
        if (kill % 2 == 0) { // looking at the database repairs it, which is not always for us to do
          assertThat(new Audit(folder).problems()).as("seed %d", SEED).isEmpty();
        }
      }
    }
    try (var child = Child.start(folder, List.of())) {
      for (Pusher pusher : pushers) {
        pusher.check(child.client(), 0);
      }
    }
    int acknowledged = pushers.stream().mapToInt(Pusher::acknowledged).sum();
    System.out.println("CrashTest: " + acknowledged + " acknowledged pushes");
    assertThat(acknowledged).isPositive();
    assertNothingIsLeft(folder);
  }

  private static void round(
      Path folder, List<Pusher> pushers, ExecutorService threads, Random random) throws Exception {
    var child = Child.start(folder, List.of());
    try {
      var checks = new ArrayList<Future<Integer>>();
      for (Pusher pusher : pushers) {
        checks.add(threads.submit(() -> pusher.check(child.client(), pusher.begun())));
      }
      for (var check : checks) {
        check.get();
      }
      var pushes = new ArrayList<Future<Integer>>();
      for (Pusher pusher : pushers) {
        pushes.add(threads.submit(() -> pusher.pushUntilItEnds(child.client())));
      }
      awaitMoment(pushers, random);
      child.kill();
      for (var push : pushes) {
        push.get();
      }
    } finally {
      child.kill();
    }
  }

  /// After some pushes, and then at any moment.
  private static void awaitMoment(List<Pusher> pushers, Random random) throws InterruptedException {
    int most = random.nextInt(MOST_PUSHES);
    var latest = Instant.now().plus(LONGEST);
    while (pushers.stream().mapToInt(Pusher::inThisRound).sum() < most
        && Instant.now().isBefore(latest)) {
      Thread.sleep(1);
    }
    Thread.sleep(random.nextInt(20));
  }

  private static void assertNothingIsLeft(Path folder) throws Exception {
    var noGrace = Child.hasty().withGrace(Duration.ZERO);
    try (var store = Store.open(folder, noGrace, InstantSource.system())) {
      var opened = Instant.now().plusMillis(1);
      while (!Instant.now().isAfter(opened)) {
        Thread.onSpinWait(); // of the moment in which it was opened the store says: who knows
      }
      store.sweep().run();
    }
    var audit = new Audit(folder);
    assertThat(audit.problems()).as("seed %d", SEED).isEmpty();
    assertThat(audit.files()).as("seed %d", SEED).isEqualTo(audit.needed());
  }

  /// An image that somebody tried to push.
  private static final class Attempt {
    private final int number;
    private final Digest manifest;
    private final List<Digest> blobs;
    private Outcome outcome = Outcome.UNKNOWN;

    Attempt(int number, Digest manifest, List<Digest> blobs) {
      this.number = number;
      this.manifest = manifest;
      this.blobs = blobs;
    }

    boolean is(Outcome other) {
      return outcome == other;
    }
  }

  private enum Outcome {
    UNKNOWN,
    ACKNOWLEDGED,
    REFUSED,
    DELETED
  }

  /// Pushes images to a repository, each newer than the one before, and remembers what it was told.
  private static final class Pusher {
    private static final int SHARED = 3;

    private final String repository;
    private final boolean deletes;
    private final List<Attempt> attempts = new ArrayList<>();
    private int begun;
    private final AtomicInteger round = new AtomicInteger();

    Pusher(String repository, boolean deletes) {
      this.repository = repository;
      this.deletes = deletes;
    }

    int acknowledged() {
      return (int) attempts.stream().filter(tried -> tried.is(Outcome.ACKNOWLEDGED)).count();
    }

    /// Where the last round began.
    int begun() {
      return begun;
    }

    /// How many were acknowledged since the last kill.
    int inThisRound() {
      return round.get();
    }

    int pushUntilItEnds(Client client) throws InterruptedException {
      begun = attempts.size();
      round.set(0);
      try {
        while (true) {
          push(client);
        }
      } catch (IOException e) {
        return attempts.size(); // killed
      }
    }

    private void push(Client client) throws IOException, InterruptedException {
      int number = attempts.size();
      byte[] config = config(number);
      byte[] layer = noise(repository.hashCode() * 31L + number, 20_000);
      byte[] shared = noise(number % SHARED, 50_000);
      push(client, config);
      push(client, layer);
      pushUnlessThere(client, shared);
      byte[] manifest = manifest(config, layer, shared);
      var attempt =
          new Attempt(
              number,
              Digest.of(manifest),
              List.of(Digest.of(config), Digest.of(layer), Digest.of(shared)));
      attempts.add(attempt);
      int status = client.putManifest(repository, "latest", Images.OCI, manifest).status();
      attempt.outcome = status == 201 ? Outcome.ACKNOWLEDGED : Outcome.REFUSED;
      round.addAndGet(status == 201 ? 1 : 0);
      assertThat(status).as("or its blobs were swept as it was too slow").isIn(201, 404, 400);
      if (deletes && number % 4 == 0) {
        delete(client, attempt);
      }
    }

    private void delete(Client client, Attempt attempt) throws IOException, InterruptedException {
      attempt.outcome = Outcome.UNKNOWN;
      var path = "/v2/" + repository + "/manifests/" + attempt.manifest;
      int status = client.delete(path).status();
      attempt.outcome = status == 202 ? Outcome.DELETED : attempt.outcome;
    }

    /// As docker does it.
    private void pushUnlessThere(Client client, byte[] blob)
        throws IOException, InterruptedException {
      var path = "/v2/" + repository + "/blobs/" + Digest.of(blob);
      if (client.head(path).status() == 404) {
        push(client, blob);
      }
    }

    private void push(Client client, byte[] blob) throws IOException, InterruptedException {
      var path = "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.of(blob);
      var reply = client.send("POST", path, blob);
      assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }

    private static byte[] config(int number) {
      var created = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(number);
      return bytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"" + created + "\"}");
    }

    private static byte[] noise(long seed, int size) {
      byte[] content = new byte[size];
      new Random(seed).nextBytes(content);
      return content;
    }

    private static byte[] manifest(byte[] config, byte[] layer, byte[] shared) {
      return bytes(
          """
          {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s,%s]}\
          """
              .formatted(
                  Images.OCI,
                  Images.descriptor(Images.CONFIG_TYPE, config),
                  Images.descriptor(Images.LAYER_TYPE, layer),
                  Images.descriptor(Images.LAYER_TYPE, shared)));
    }

    /// What was acknowledged is there, and what was deleted is not.
    ///
    /// @param from the number of the first image to look at
    int check(Client client, int from) throws IOException, InterruptedException {
      for (Attempt attempt : attempts.subList(from, attempts.size())) {
        if (attempt.is(Outcome.ACKNOWLEDGED) && isKept(attempt)) {
          checkThere(client, attempt);
        } else if (attempt.is(Outcome.DELETED)) {
          assertThat(manifest(client, attempt.manifest.toString()).status()).isEqualTo(404);
        }
      }
      checkTag(client);
      return attempts.size();
    }

    /// Retention keeps the newest, counting also those that we do not know of.
    private boolean isKept(Attempt attempt) {
      return !repository.startsWith(Child.KEPT) || attempt.number >= attempts.size() - Child.KEEPS;
    }

    private void checkThere(Client client, Attempt attempt)
        throws IOException, InterruptedException {
      var found = manifest(client, attempt.manifest.toString());
      assertThat(found.status()).as(about(attempt)).isEqualTo(200);
      assertThat(Digest.of(found.body())).isEqualTo(attempt.manifest);
      for (Digest blob : attempt.blobs) {
        var layer = client.get("/v2/" + repository + "/blobs/" + blob);
        assertThat(layer.status()).as(about(attempt) + ", blob " + blob).isEqualTo(200);
        assertThat(Digest.of(layer.body())).as(about(attempt)).isEqualTo(blob);
      }
    }

    private String about(Attempt attempt) {
      return "seed %d, image %d of %s, %s"
          .formatted(SEED, attempt.number, repository, attempt.manifest);
    }

    /// The tag names what was acknowledged last, or what came after that and nobody knows of.
    private void checkTag(Client client) throws IOException, InterruptedException {
      var last =
          attempts.stream()
              .filter(tried -> tried.is(Outcome.ACKNOWLEDGED))
              .reduce((_, later) -> later);
      if (!deletes && last.isPresent()) {
        var candidates = attempts.subList(last.get().number, attempts.size());
        var named = manifest(client, "latest");
        assertThat(named.status()).as(repository).isEqualTo(200);
        assertThat(candidates)
            .extracting(tried -> tried.manifest)
            .contains(Digest.of(named.body()));
      }
    }

    private Client.Reply manifest(Client client, String reference)
        throws IOException, InterruptedException {
      return client.get("/v2/" + repository + "/manifests/" + reference);
    }
  }
}
