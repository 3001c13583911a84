// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.LogLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Prints what instances print, under a heading for each. Those that are followed at the same time
/// take turns line by line.
final class Logs {
  private final Call call;
  private final String container;
  private final int tail;
  private static final int LOOKS = 5;

  private final boolean follow;
  private final boolean raw;
  private final boolean timestamps;
  private final Set<String> begun = new LinkedHashSet<>();
  private String heading = "";

  private Logs(Call call, String container) {
    this.call = call;
    this.container = container;
    this.tail = call.options().number("tail", -1);
    this.follow = call.options().flag("follow");
    this.raw = call.options().flag("raw");
    this.timestamps = call.options().flag("timestamps");
  }

  static Logs ofUserContainers(Call call) {
    return new Logs(call, "user-container");
  }

  static Logs ofJobRun(Call call, String jobRun) {
    return new Logs(call, jobRun);
  }

  /// @param instances those that there are now
  /// @param more whether others may still come, which is worth waiting for when following
  void print(Supplier<List<String>> instances, BooleanSupplier more) {
    var found = instances.get();
    if (call.output().isForPrograms()) {
      printAsTree(found);
      return;
    }
    call.console().ok();
    if (follow) {
      follow(instances, more);
    } else {
      found.forEach(this::one);
    }
    if (begun.isEmpty()) {
      call.console().progress("");
      call.console().progress("There are no instances, so there are no logs.");
    }
  }

  private void printAsTree(List<String> instances) {
    if (follow) {
      throw CommandFailed.misused("--follow and --output exclude each other");
    }
    var items = new ArrayList<Tree>();
    for (var instance : instances) {
      call.project().logs(instance, tail, false, line -> items.add(tree(instance, line)));
    }
    call.output().print(call.console(), Kube.list(items, item -> item));
  }

  private static Tree tree(String instance, LogLine line) {
    return new Tree()
        .with("instance", instance)
        .with("at", line.at())
        .with("stream", line.stream())
        .with("text", line.text());
  }

  /// Follows each instance from when it is there, until all have ended and no other may come.
  private void follow(Supplier<List<String>> instances, BooleanSupplier more) {
    var project = call.project();
    var followed = new HashSet<String>();
    var threads = new ArrayList<Thread>();
    var failures = new ConcurrentLinkedQueue<RuntimeException>();
    while (failures.isEmpty()) {
      long since = project.changes(0, Duration.ZERO);
      boolean open = more.getAsBoolean();
      var fresh = instances.get().stream().filter(followed::add).toList();
      fresh.forEach(instance -> threads.add(follower(instance, failures)));
      threads.removeIf(thread -> !thread.isAlive());
      if (fresh.isEmpty() && threads.isEmpty() && !open) {
        return;
      }
      if (threads.isEmpty() && fresh.isEmpty()) {
        project.changes(since, Waiting.SHORT.multipliedBy(30));
      }
      awhile(threads);
    }
    join(threads);
    throw failures.remove();
  }

  /// Until all have ended, and a second at most.
  private static void awhile(List<Thread> threads) {
    for (int i = 0; i < LOOKS && threads.stream().anyMatch(Thread::isAlive); i++) {
      Waiting.pause();
    }
  }

  private Thread follower(String instance, Queue<RuntimeException> failures) {
    return Thread.startVirtualThread(() -> {
      try {
        one(instance);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    });
  }

  private static void join(List<Thread> threads) {
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Interrupted", e);
    }
  }

  private void one(String instance) {
    head(instance);
    call.project().logs(instance, tail, follow, line -> line(instance, line));
  }

  private synchronized void line(String instance, LogLine line) {
    head(instance);
    call.console().print(timestamps ? line.at() + " " + line.text() : line.text());
  }

  private synchronized void head(String instance) {
    begun.add(instance);
    if (!raw && !heading.equals(instance)) {
      heading = instance;
      call.console().print("");
      call.console().print(instance + "/" + container + ":");
    }
  }
}
