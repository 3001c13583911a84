// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import dev.windlass.api.CronSubscriptionPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.CronObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Brings events to apps, each in a thread of its own. One that was interrupted is not told of, and
/// is brought again by whoever is next.
final class ToApp implements AutoCloseable {
  private final Store store;
  private final Post post;
  private final Pauses pauses;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ToApp(Store store, Post post, Pauses pauses) {
    this.store = store;
    this.post = post;
    this.pauses = pauses;
  }

  /// @param then hears why it was not delivered; empty when it was
  void begin(
      Resource<CronSubscriptionPrototype, CronObserved> subscription,
      CloudEvent event,
      Consumer<Optional<String>> then) {
    try {
      threads.execute(() -> {
        try {
          then.accept(deliver(subscription, event));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
    } catch (RejectedExecutionException closed) {
      return; // the next one finds it under way
    }
  }

  private Optional<String> deliver(
      Resource<CronSubscriptionPrototype, CronObserved> subscription, CloudEvent event)
      throws InterruptedException {
    var problem = attempt(subscription, event);
    for (int attempt = 1; attempt < pauses.attempts() && problem.isPresent(); attempt++) {
      Thread.sleep(pauses.after(attempt));
      if (!isThere(subscription)) {
        return problem;
      }
      problem = attempt(subscription, event);
    }
    return problem;
  }

  private boolean isThere(Resource<CronSubscriptionPrototype, CronObserved> subscription) {
    return store
        .find(Kind.CRON_SUBSCRIPTION, subscription.key())
        .filter(now -> now.id().equals(subscription.id()))
        .isPresent();
  }

  private Optional<String> attempt(
      Resource<CronSubscriptionPrototype, CronObserved> subscription, CloudEvent event)
      throws InterruptedException {
    var wanted = subscription.wanted();
    var project = subscription.key().project();
    var app = wanted.component().name();
    if (store.find(Kind.APP, new Key(project, app)).isEmpty()) {
      return Optional.of("App '" + app + "' does not exist");
    }
    var path = Objects.requireNonNullElse(wanted.path(), "/");
    try {
      int status = post.to(project, app, path, event.headers(), event.data());
      return status / 100 == 2
          ? Optional.empty()
          : Optional.of("App '%s' answered %d to POST %s".formatted(app, status, path));
    } catch (IOException e) {
      return Optional.of(
          "App '%s' did not answer POST %s: %s".formatted(app, path, e.getMessage()));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
