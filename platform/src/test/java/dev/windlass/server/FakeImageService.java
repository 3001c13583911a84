// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.DriftReport;
import dev.windlass.api.Report;
import dev.windlass.doctor.Doctor;
import dev.windlass.doctor.OwnRegistry;
import dev.windlass.doctor.Patient;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Key;
import dev.windlass.image.Clearing;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.Images;
import dev.windlass.image.Inspection;
import dev.windlass.image.Platform;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Questions;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.image.Removal;
import dev.windlass.image.Resolution;
import dev.windlass.image.Step;
import dev.windlass.image.TagPage;
import dev.windlass.image.Told;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// Images that are as a test says.
final class FakeImageService implements ImageService {
  static final Digest DIGEST = Digest.of("an image".getBytes(StandardCharsets.UTF_8));
  static final Digest LAYER = Digest.of("a layer".getBytes(StandardCharsets.UTF_8));

  private static final Image.Config CONFIG =
      new Image.Config(Platform.here(), List.of("/serve"), List.of(), Map.of(), "", "");

  private static final Refusal NO =
      new Refusal(
          "GET",
          URI.create("https://icr.io/v2/acme/absent/manifests/v1"),
          404,
          "MANIFEST_UNKNOWN",
          "manifest unknown");

  /// A pull of a repository that ends with this lasts until it is interrupted.
  static final String ENDLESS = "endless";

  final List<Kept> kept = new CopyOnWriteArrayList<>();
  final List<Reference> untagged = new CopyOnWriteArrayList<>();
  final List<Clearing.Rule> rules = new CopyOnWriteArrayList<>();
  final Map<Key, DriftReport> reports = new ConcurrentHashMap<>();
  volatile Offline offline = new Offline(List.of(), "");
  final CountDownLatch begun = new CountDownLatch(1);
  final CountDownLatch interrupted = new CountDownLatch(1);

  @Override
  public Resolution resolve(Asker asker, Reference image, Progress progress) {
    progress.ends(
        new Step(
            Step.Name.DNS,
            "icr.io",
            Instant.EPOCH,
            Duration.ofMillis(3),
            Step.Outcome.DONE,
            Map.of("addresses", "10.0.0.1")));
    return new Resolution.Resolved(image.at(DIGEST));
  }

  @Override
  public Optional<DriftReport> drift(Key revision) {
    return Optional.ofNullable(reports.get(revision));
  }

  @Override
  public Pull pull(Asker asker, Reference.Pinned image, Progress progress)
      throws InterruptedException {
    progress.layer(LAYER, 3, 10);
    begun.countDown();
    if (image.repository().path().endsWith(ENDLESS)) {
      waitForInterruption();
    }
    progress.layer(LAYER, 10, 10);
    return new Pull.Pulled(new Image(image, CONFIG, List.of()), 10);
  }

  /// Of a repository that ends with this there is nothing.
  static final String ABSENT = "absent";

  @Override
  public Report examine(Asker asker, Patient patient, Progress progress)
      throws InterruptedException {
    var doctor =
        new Doctor(
            images(asker),
            new Nobody(),
            OwnRegistry.NONE,
            () -> Long.MAX_VALUE,
            InstantSource.system());
    return doctor.examine(patient.as(Credentials.NONE, List.of()), progress);
  }

  @Override
  public Questions questions() {
    return new Nobody();
  }

  /// A registry that says no to every question.
  private record Nobody() implements Questions {
    @Override
    public Optional<Told<Boolean>> login(Reference at, Credentials credentials) {
      return Optional.of(new Told.No<>(new Failure.UnknownRepository(at, NO)));
    }

    @Override
    public Told<Optional<Digest>> digest(Reference image, Credentials credentials) {
      return new Told.No<>(new Failure.UnknownRepository(image, NO));
    }

    @Override
    public Told<TagPage> tags(Reference image, Credentials credentials, String last, int most) {
      return new Told.No<>(new Failure.UnknownRepository(image, NO));
    }
  }

  private Images images(Asker asker) {
    return new Images() {
      @Override
      public Resolution resolve(Reference image, Credentials credentials, Progress progress) {
        return image.repository().path().endsWith(ABSENT)
            ? new Failure.UnknownManifest(image, NO)
            : FakeImageService.this.resolve(asker, image, progress);
      }

      @Override
      public Resolution check(Reference.Pinned image, Credentials credentials, Progress progress) {
        return resolve(image, credentials, progress);
      }

      @Override
      public Inspection inspect(
          Reference.Pinned image, Credentials credentials, Progress progress) {
        return new Inspection.Inspected(image, CONFIG, List.of());
      }

      @Override
      public Pull pull(Reference.Pinned image, Credentials credentials, Progress progress)
          throws InterruptedException {
        return FakeImageService.this.pull(asker, image, progress);
      }
    };
  }

  private void waitForInterruption() throws InterruptedException {
    try {
      new CountDownLatch(1).await();
    } finally {
      interrupted.countDown();
    }
  }

  @Override
  public List<Kept> images() {
    return kept;
  }

  @Override
  public Optional<Image.Config> config(Digest image) {
    return Optional.empty();
  }

  @Override
  public Offline offline(Asker asker, Digest image) {
    return offline;
  }

  @Override
  public boolean untag(Reference name) {
    untagged.add(name);
    return true;
  }

  @Override
  public Removal remove(Digest image) {
    return kept.stream()
            .anyMatch(one -> one.image().digest().equals(image) && !one.holders().isEmpty())
        ? new Removal.Held()
        : new Removal.Removed(image, List.of(LAYER), 100);
  }

  @Override
  public Clearing preview(Clearing.Rule rule) {
    rules.add(rule);
    return new Clearing(
        kept.stream().map(one -> new Clearing.Going(one.image(), 100)).toList(), Map.of(), 100, 0);
  }

  @Override
  public Clearing clear(Clearing.Rule rule) {
    return preview(rule);
  }
}
