// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.Attempts;
import dev.windlass.engine.Driver;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.ImageService.Asker;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import dev.windlass.image.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A pull on its way to somebody who looks on: how far it is, several times a second, and how it
/// ended. Writing fails when the reader has left, and then the pull is given up.
final class PullStream implements Answer.Source {
  private final ImageService images;
  private final Asker asker;
  private final Reference image;
  private final Duration pulse;
  private final Told told = new Told();

  PullStream(ImageService images, Asker asker, Reference image, Duration pulse) {
    this.images = images;
    this.asker = asker;
    this.image = image;
    this.pulse = pulse;
  }

  /// What of each layer is here, in the order in which they were told of, and the steps that have
  /// ended since somebody looked.
  private static final class Told implements Progress {
    private final Map<Digest, Driver.Layer> seen = new LinkedHashMap<>(); // guarded by this
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

    @Override
    public void ends(Step step) {
      steps.add(step);
    }

    Optional<Step> next() {
      return Optional.ofNullable(steps.poll());
    }

    @Override
    public synchronized void layer(Digest layer, long done, long total) {
      seen.put(layer, new Driver.Layer(layer.toString(), done, total));
    }

    synchronized List<Driver.Layer> seen() {
      return new ArrayList<>(seen.values());
    }
  }

  @Override
  public void write(OutputStream out) throws IOException, InterruptedException {
    var resolving = new FutureTask<>(() -> images.resolve(asker, image, told));
    switch (result(resolving, out)) {
      case Resolution.Resolved(var pinned) -> pull(pinned, out);
      case Failure failure -> line(out, failed(failure));
    }
  }

  private void pull(Reference.Pinned pinned, OutputStream out)
      throws IOException, InterruptedException {
    line(out, Map.of("type", "resolved", "image", pinned.toString()));
    var pulling = new FutureTask<>(() -> images.pull(asker, pinned, told));
    switch (result(pulling, out)) {
      case Pull.Pulled(_, var fetched) -> {
        line(out, progress());
        line(out, Map.of("type", "pulled", "image", pinned.toString(), "fetched", fetched));
      }
      case Failure failure -> line(out, failed(failure));
    }
  }

  private <T> T result(FutureTask<T> task, OutputStream out)
      throws IOException, InterruptedException {
    Thread.ofVirtual().name("pull of " + image).start(task);
    try {
      while (true) {
        try {
          var result = task.get(pulse.toMillis(), TimeUnit.MILLISECONDS);
          steps(out);
          return result;
        } catch (TimeoutException notYet) {
          steps(out);
          line(out, progress());
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the pull of " + image + " broke", e.getCause());
    } finally {
      task.cancel(true);
    }
  }

  private void steps(OutputStream out) throws IOException {
    for (var step = told.next(); step.isPresent(); step = told.next()) {
      line(out, Map.of("type", "step", "step", Typed.map(Attempts.step(step.get()))));
    }
  }

  private Map<String, Object> progress() {
    return Map.of("type", "progress", "layers", told.seen().stream().map(Watching::layer).toList());
  }

  private static Map<String, Object> failed(Failure failure) {
    return Map.of(
        "type",
        "failed",
        "image",
        failure.image().toString(),
        "diagnosis",
        View.json(Diagnosis.of(failure)));
  }

  private static void line(OutputStream out, Map<String, Object> line) throws IOException {
    out.write(Typed.bytes(line));
    out.write('\n');
    out.flush();
  }
}
