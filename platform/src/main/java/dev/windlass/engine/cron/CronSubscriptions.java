// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import dev.windlass.api.ComponentRef;
import dev.windlass.api.CronSubscriptionPrototype;
import dev.windlass.engine.Alarm;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Loop;
import dev.windlass.engine.Observations.CronObserved;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Reconciler;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Tells apps and jobs of points in time.
///
/// Of those that passed while nobody looked, as when the engine was away, the latest is made up
/// for. A job run is started once for each; an app is asked until it agrees, a few times at most,
/// and after a crash again, with the same event. Closing this leaves what is under way to the next
/// one.
public final class CronSubscriptions implements AutoCloseable {
  private final Store store;
  private final InstantSource clock;
  private final ToApp toApp;
  private final ToJob toJob;
  private final Set<String> telling = ConcurrentHashMap.newKeySet();
  private final Loop<Key> loop;

  private CronSubscriptions(
      Store store, Post post, int mostJobRuns, InstantSource clock, Alarm alarm, Pauses pauses) {
    this.store = store;
    this.clock = clock;
    this.toApp = new ToApp(store, post, pauses);
    this.toJob = new ToJob(store, mostJobRuns);
    this.loop = new Loop<>(this::look, alarm);
  }

  /// @param mostJobRuns how many there may be in a project
  public static CronSubscriptions start(
      Store store, Post post, int mostJobRuns, InstantSource clock, Alarm alarm) {
    return start(store, post, mostJobRuns, clock, alarm, Pauses.STANDARD);
  }

  static CronSubscriptions start(
      Store store, Post post, int mostJobRuns, InstantSource clock, Alarm alarm, Pauses pauses) {
    var all = new CronSubscriptions(store, post, mostJobRuns, clock, alarm, pauses);
    store.onChange(all::changed);
    store.list(Kind.CRON_SUBSCRIPTION, "").forEach(one -> all.loop.nudge(one.key()));
    return all;
  }

  private void changed(Store.Change change) {
    if (change.kind().equals(Kind.CRON_SUBSCRIPTION)) {
      loop.nudge(change.key());
    } else if (change.kind().equals(Kind.PROJECT)) {
      store.list(Kind.CRON_SUBSCRIPTION, change.key().name()).forEach(one -> loop.nudge(one.key()));
    }
  }

  private Reconciler.Next look(Key key) {
    var found = store.find(Kind.CRON_SUBSCRIPTION, key);
    var project = store.find(Kind.PROJECT, new Key("", key.project())).map(Resource::observed);
    if (found.isEmpty() || project.isEmpty() || project.get().isSuspended()) {
      return new Reconciler.Next.Settled();
    }
    return look(found.get(), project.get());
  }

  private Reconciler.Next look(
      Resource<CronSubscriptionPrototype, CronObserved> one, ProjectObserved project) {
    var wanted = one.wanted();
    var schedule = Schedule.parse(wanted.schedule(), wanted.timeZone());
    var now = clock.instant();
    var plan = wanted.schedule() + " " + wanted.timeZone();
    var since = since(one, plan, now);
    if (!plan.equals(one.observed().plan())) {
      observe(one, was -> was.planned(plan, since));
    }
    one.observed().underWay().forEach(due -> tell(one, project, due));
    schedule.due(since, now).ifPresent(due -> heed(one, project, due));
    return schedule
        .after(now)
        .map(next -> again(Duration.between(now, next)))
        .orElse(new Reconciler.Next.Settled());
  }

  private static Reconciler.Next again(Duration after) {
    return new Reconciler.Next.Again(after);
  }

  /// A new one counts from when it was made, a changed one from now.
  private static Instant since(
      Resource<CronSubscriptionPrototype, CronObserved> one, String plan, Instant now) {
    var seen = one.observed();
    boolean changed = !seen.plan().isEmpty() && !seen.plan().equals(plan);
    return changed ? now : Objects.requireNonNullElse(seen.since(), one.createdAt());
  }

  private void heed(
      Resource<CronSubscriptionPrototype, CronObserved> one,
      ProjectObserved project,
      Schedule.Due due) {
    if (due.before() > 0) {
      warn(
          one,
          "Missed",
          "%d points in time passed while nobody looked; the latest, %s, is made up for"
              .formatted(due.before() + 1, due.latest()));
    }
    if (one.wanted().overlap().equals("skip") && busy(one)) {
      store.record(
          Kind.CRON_SUBSCRIPTION,
          one.key(),
          "Normal",
          "Skipped",
          "",
          "The one before is not over, and overlap is skip");
      observe(one, was -> was.heeded(due.latest()));
    } else if (one.wanted().component().resourceType().equals(ComponentRef.JOB)) {
      startRun(one, project, due.latest());
    } else {
      observe(one, was -> was.telling(due.latest()));
      tell(one, project, due.latest());
    }
  }

  private boolean busy(Resource<CronSubscriptionPrototype, CronObserved> one) {
    var run = one.observed().lastJobRun();
    boolean runs =
        run != null
            && store
                .find(Kind.JOB_RUN, new Key(one.key().project(), run))
                .filter(found -> found.observed().completionTime() == null)
                .isPresent();
    return runs || !one.observed().underWay().isEmpty();
  }

  private void startRun(
      Resource<CronSubscriptionPrototype, CronObserved> one, ProjectObserved project, Instant due) {
    switch (toJob.start(one, CloudEvent.of(one, project.subdomain(), due))) {
      case ToJob.Started(var run) -> {
        normal(one, "Started", "Started job run '" + run + "'");
        observe(one, was -> was.started(due, run));
      }
      case ToJob.NotStarted(var why) -> {
        warn(one, "NotStarted", why);
        observe(one, was -> was.heeded(due));
      }
    }
  }

  /// Does nothing when it is being told already, or was since somebody looked: first it is written
  /// down that it was told, then another thread may get the ticket.
  private void tell(
      Resource<CronSubscriptionPrototype, CronObserved> one, ProjectObserved project, Instant due) {
    var event = CloudEvent.of(one, project.subdomain(), due);
    var ticket = one.id() + " " + due;
    if (!telling.add(ticket)) {
      return;
    }
    if (isUnderWay(one, due)) {
      toApp.begin(one, event, result -> told(one, due, ticket, result));
    } else {
      telling.remove(ticket);
    }
  }

  private boolean isUnderWay(Resource<CronSubscriptionPrototype, CronObserved> one, Instant due) {
    return store
        .find(Kind.CRON_SUBSCRIPTION, one.key())
        .filter(now -> now.observed().underWay().contains(due))
        .isPresent();
  }

  private void told(
      Resource<CronSubscriptionPrototype, CronObserved> one,
      Instant due,
      String ticket,
      Optional<String> problem) {
    try {
      problem.ifPresentOrElse(
          why -> warn(one, "NotDelivered", why),
          () -> normal(one, "Delivered", "Delivered to app '" + target(one) + "'"));
      observe(one, was -> was.told(due));
    } finally {
      telling.remove(ticket);
    }
  }

  private static String target(Resource<CronSubscriptionPrototype, CronObserved> one) {
    return one.wanted().component().name();
  }

  private void normal(
      Resource<CronSubscriptionPrototype, CronObserved> one, String reason, String message) {
    store.record(Kind.CRON_SUBSCRIPTION, one.key(), "Normal", reason, "", message);
  }

  private void warn(
      Resource<CronSubscriptionPrototype, CronObserved> one, String reason, String message) {
    store.record(Kind.CRON_SUBSCRIPTION, one.key(), "Warning", reason, "", message);
  }

  private void observe(
      Resource<CronSubscriptionPrototype, CronObserved> one, UnaryOperator<CronObserved> change) {
    store.observe(Kind.CRON_SUBSCRIPTION, one.key(), change);
  }

  @Override
  public void close() {
    loop.close();
    toApp.close();
  }
}
