// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import dev.windlass.api.Report;
import dev.windlass.doctor.Chart;
import dev.windlass.doctor.Machine;
import dev.windlass.doctor.Patient;
import dev.windlass.doctor.Patient.Depth;
import dev.windlass.doctor.Target;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.ImageService.Asker;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import dev.windlass.image.Credentials;
import dev.windlass.image.Progress;
import dev.windlass.image.Reference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds out why something in a project, or the engine itself, does not do what it should. Safe to
/// share between threads.
public final class Examiner {
  private final Store store;
  private final Supplier<ImageService> images;
  private final Machine machine;
  private final InstantSource clock;

  public Examiner(
      Store store, Supplier<ImageService> images, Machine machine, InstantSource clock) {
    this.store = store;
    this.images = images;
    this.machine = machine;
    this.clock = clock;
  }

  /// What to look at, and how far to go.
  ///
  /// @param secret the registry secret to ask with, where the target is an image; workloads name
  ///   their own
  public record Wish(String project, Target target, Optional<String> secret, Depth depth) {
    Key key() {
      return new Key(project, target.name());
    }
  }

  /// Throws [Unknown] when there is no such thing, and
  /// [InvalidName][dev.windlass.image.InvalidName] when an image's name cannot be read.
  /// Interrupted, it stops at once.
  ///
  /// @param watcher is told of each step
  public Report examine(Wish wish, Progress watcher) throws InterruptedException {
    var began = clock.instant();
    return switch (wish.target().kind()) {
      case IMAGE -> image(wish, watcher);
      case APP -> app(wish, watcher, began);
      case REVISION -> revision(wish, watcher, began);
      case JOB -> job(wish, watcher, began);
      case JOBRUN -> jobRun(wish, watcher, began);
      case SECRET -> secret(wish, began);
      case EVERYTHING -> everything(wish, began);
    };
  }

  /// Throws [Unknown] when there is no such thing.
  public void checkExists(Wish wish) {
    switch (wish.target().kind()) {
      case APP -> found(Kind.APP, wish);
      case REVISION -> found(Kind.REVISION, wish);
      case JOB -> found(Kind.JOB, wish);
      case JOBRUN -> found(Kind.JOB_RUN, wish);
      case SECRET -> found(Kind.SECRET, wish);
      case IMAGE, EVERYTHING -> {}
    }
  }

  private Report image(Wish wish, Progress watcher) throws InterruptedException {
    var image = Reference.parse(wish.target().name());
    return images
        .get()
        .examine(
            new Asker(wish.project(), wish.secret()),
            Patient.of(wish.target(), image, Credentials.NONE, wish.depth()),
            watcher);
  }

  private Report app(Wish wish, Progress watcher, Instant began) throws InterruptedException {
    var app = found(Kind.APP, wish);
    var newest =
        Optional.ofNullable(app.observed().latestCreatedRevision())
            .flatMap(name -> store.find(Kind.REVISION, new Key(wish.project(), name)));
    var workload = newest.map(Workload::of).orElseGet(() -> Workload.of(app.wanted()));
    return examined(wish, workload, watcher, began);
  }

  private Report revision(Wish wish, Progress watcher, Instant began) throws InterruptedException {
    return examined(wish, Workload.of(found(Kind.REVISION, wish)), watcher, began);
  }

  private Report job(Wish wish, Progress watcher, Instant began) throws InterruptedException {
    return examined(wish, Workload.of(found(Kind.JOB, wish).wanted()), watcher, began);
  }

  private Report jobRun(Wish wish, Progress watcher, Instant began) throws InterruptedException {
    return examined(wish, Workload.ofRun(found(Kind.JOB_RUN, wish)), watcher, began);
  }

  private <W, O> Resource<W, O> found(Kind<W, O> kind, Wish wish) {
    return store.find(kind, wish.key()).orElseThrow(() -> new Unknown(wish.target()));
  }

  /// First the image, since without it nothing runs; then what was seen of the rest.
  private Report examined(Wish wish, Workload workload, Progress watcher, Instant began)
      throws InterruptedException {
    var chart =
        Chart.of(
            images
                .get()
                .examine(
                    new Asker(wish.project(), workload.secret()),
                    Patient.of(wish.target(), workload.reference(), Credentials.NONE, wish.depth())
                        .of(workload.named(), workload.port(), workload.hasCommand()),
                    watcher));
    new WorkloadExamination(store, wish.project(), wish.target(), workload).look(chart);
    return chart.report(since(began));
  }

  private Report secret(Wish wish, Instant began) throws InterruptedException {
    var chart = Chart.empty(wish.target(), began.toString());
    new SecretExamination(store, images.get().questions(), found(Kind.SECRET, wish).key())
        .look(chart);
    return chart.report(since(began));
  }

  private Report everything(Wish wish, Instant began) throws InterruptedException {
    var chart = Chart.empty(wish.target(), began.toString());
    machine.look(chart);
    new ProjectExamination(store, wish.project()).look(chart);
    return chart.report(since(began));
  }

  private long since(Instant began) {
    return Duration.between(began, clock.instant()).toMillis();
  }
}
