// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Driver;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// A driver with as many instances, lines and pulls as a test gives it.
final class FakeDriver implements Driver {
  final Map<Key, List<Instance>> appInstances = new ConcurrentHashMap<>();
  final Map<Key, List<Instance>> jobRunInstances = new ConcurrentHashMap<>();
  final Map<Key, Pulling> pulls = new ConcurrentHashMap<>();
  final FakeImageService images = new FakeImageService();

  final List<AppLoad> loads = new CopyOnWriteArrayList<>();

  /// Lines by instance; those that begin with `!` go to stderr.
  final Map<String, List<String>> lines = new ConcurrentHashMap<>();

  /// How many follow a log now.
  final AtomicInteger followers = new AtomicInteger();

  void print(String instance, String line) {
    lines.computeIfAbsent(instance, _ -> new CopyOnWriteArrayList<>()).add(line);
    synchronized (lines) {
      lines.notifyAll();
    }
  }

  @Override
  public List<Instance> appInstances(Key app) {
    return appInstances.getOrDefault(app, List.of());
  }

  @Override
  public List<AppLoad> loads() {
    return List.copyOf(loads);
  }

  @Override
  public List<String> restart(Key app, Optional<String> instance) {
    return appInstances(app).stream()
        .map(Instance::name)
        .filter(name -> instance.isEmpty() || instance.get().equals(name))
        .toList();
  }

  @Override
  public List<String> restartJobRun(Key jobRun, Optional<String> instance) {
    return jobRunInstances(jobRun).stream()
        .map(Instance::name)
        .filter(name -> instance.isEmpty() || instance.get().equals(name))
        .toList();
  }

  @Override
  public List<Instance> jobRunInstances(Key jobRun) {
    return jobRunInstances.getOrDefault(jobRun, List.of());
  }

  @Override
  public boolean log(
      String project, String instance, int tail, BooleanSupplier follow, LineReader reader)
      throws IOException, InterruptedException {
    List<String> all = lines.get(instance);
    if (all == null) {
      return false;
    }
    int next = tail < 0 ? 0 : Math.max(0, all.size() - tail);
    followers.incrementAndGet();
    try {
      do {
        for (; next < all.size(); next++) {
          tell(all.get(next), reader);
        }
        synchronized (lines) {
          if (next == all.size() && follow.getAsBoolean()) {
            lines.wait(20);
          }
        }
      } while (next < all.size() || follow.getAsBoolean());
    } finally {
      followers.decrementAndGet();
    }
    return true;
  }

  private static void tell(String line, LineReader reader) throws IOException {
    boolean error = line.startsWith("!");
    reader.line(Instant.EPOCH, error, error ? line.substring(1) : line);
  }

  @Override
  public Optional<Pulling> pulling(Kind<?, ?> kind, Key key) {
    return Optional.ofNullable(pulls.get(key));
  }

  @Override
  public ImageService images() {
    return images;
  }
}
