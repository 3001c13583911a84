// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.doctor.Attempts;
import dev.windlass.engine.Driver;
import dev.windlass.image.Digest;
import dev.windlass.image.Progress;
import dev.windlass.image.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Tells somebody who looks on of work while it goes on: the steps that have ended, and how far
/// each layer is, several times a second. Writing fails when the reader has left, and then the work
/// is given up.
final class Commentary implements Progress {
  private final OutputStream out;
  private final Duration pulse;
  private final Map<Digest, Driver.Layer> seen = new LinkedHashMap<>(); // guarded by this
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

  Commentary(OutputStream out, Duration pulse) {
    this.out = out;
    this.pulse = pulse;
  }

  @Override
  public void ends(Step step) {
    steps.add(step);
  }

  @Override
  public synchronized void layer(Digest layer, long done, long total) {
    seen.put(layer, new Driver.Layer(layer.toString(), done, total));
  }

  private synchronized List<Driver.Layer> seen() {
    return new ArrayList<>(seen.values());
  }

  /// Does the work in a thread of its own, and answers what came of it.
  <T> T during(String name, Callable<T> work) throws IOException, InterruptedException {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().name(name).start(task);
    try {
      while (true) {
        try {
          var result = task.get(pulse.toMillis(), TimeUnit.MILLISECONDS);
          tellSteps();
          return result;
        } catch (TimeoutException notYet) {
          tellSteps();
          line(progress());
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " broke", e.getCause());
    } finally {
      task.cancel(true);
    }
  }

  private void tellSteps() throws IOException {
    for (var step = steps.poll(); step != null; step = steps.poll()) {
      line(Map.of("type", "step", "step", Typed.map(Attempts.step(step))));
    }
  }

  /// How far each layer is, in the order in which they were told of.
  Map<String, Object> progress() {
    return Map.of("type", "progress", "layers", seen().stream().map(Watching::layer).toList());
  }

  void line(Map<String, Object> line) throws IOException {
    out.write(Typed.bytes(line));
    out.write('\n');
    out.flush();
  }
}
