// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import dev.windlass.api.Drift;
import dev.windlass.api.Story;
import dev.windlass.api.Story.Entry;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.diagnose.Retry;
import dev.windlass.doctor.Target;
import dev.windlass.engine.Event;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.engine.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells how an app or a job run came to be as it is, from what the store has kept. Safe to share
/// between threads.
public record History(Store store) {
  /// Throws [Unknown] when there is no such thing, or when it has no history.
  public Story of(String project, Target target) {
    var key = new Key(project, target.name());
    return switch (target.kind()) {
      case APP -> app(key, target);
      case JOBRUN -> jobRun(key, target);
      case REVISION, JOB, SECRET, IMAGE, EVERYTHING -> throw new Unknown(target);
    };
  }

  private Story app(Key key, Target target) {
    var app = store.find(Kind.APP, key).orElseThrow(() -> new Unknown(target));
    var revisions =
        store.list(Kind.REVISION, key.project()).stream()
            .filter(revision -> revision.wanted().app().equals(key.name()))
            .toList();
    var events = store.events(Kind.APP, key);
    var changes = changes(events);
    var entries = new ArrayList<Entry>();
    revisions.forEach(revision -> {
      entries.add(made(revision));
      entries.addAll(
          new PullStory(
                  store.attempts(Kind.REVISION, revision.key()), revision.key().name(), changes)
              .entries());
      store.drift(revision.key()).filter(Drift::isNews).map(History::moved).ifPresent(entries::add);
    });
    entries.addAll(entries(events));
    var newest =
        Optional.ofNullable(app.observed().latestCreatedRevision())
            .flatMap(name -> store.find(Kind.REVISION, new Key(key.project(), name)))
            .map(Resource::observed);
    var why = newest.flatMap(seen -> Optional.ofNullable(seen.diagnosis()));
    return story(
        target,
        "%s is %s".formatted(target, app.observed().status()),
        why.filter(_ -> !newest.orElseThrow().status().equals("ready")),
        entries,
        next(
            why,
            newest.flatMap(seen -> Optional.ofNullable(seen.retryAt())),
            "windlass app retry --name " + key.name()));
  }

  private static Entry made(Resource<RevisionSpec, RevisionObserved> revision) {
    var template = revision.wanted().template();
    var secret =
        template.imageSecret() == null
            ? ", without a registry secret"
            : ", with the registry secret '%s'".formatted(template.imageSecret());
    return new Entry(
        revision.createdAt().toString(),
        null,
        1,
        "made",
        "revision %s of %s%s".formatted(revision.key().name(), template.imageReference(), secret));
  }

  private static Entry moved(Drift drift) {
    return new Entry(drift.since(), null, 1, "changed", drift.message());
  }

  private Story jobRun(Key key, Target target) {
    var run = store.find(Kind.JOB_RUN, key).orElseThrow(() -> new Unknown(target));
    var seen = run.observed();
    var entries = new ArrayList<Entry>();
    entries.add(
        new Entry(
            run.createdAt().toString(),
            null,
            1,
            "made",
            "job run %s of %s".formatted(key.name(), run.wanted().imageReference())));
    var events = store.events(Kind.JOB_RUN, key);
    entries.addAll(
        new PullStory(store.attempts(Kind.JOB_RUN, key), key.name(), changes(events)).entries());
    entries.addAll(entries(events));
    var why = Optional.ofNullable(seen.diagnosis());
    return story(
        target,
        "%s is %s".formatted(target, seen.status()),
        why,
        entries,
        next(
            why.filter(_ -> !seen.status().equals("completed")),
            Optional.ofNullable(seen.retryAt()),
            seen.status().equals("failed")
                ? "windlass jobrun resubmit --jobrun " + key.name()
                : "windlass jobrun retry --name " + key.name()));
  }

  private static Story story(
      Target target,
      String state,
      Optional<Diagnosis> why,
      List<Entry> entries,
      List<String> next) {
    entries.sort(Comparator.comparing(entry -> Instant.parse(entry.at())));
    return new Story(
        Story.VERSION,
        target.toString(),
        state + why.map(words -> ": %s: %s".formatted(words.code(), words.problem())).orElse(""),
        entries,
        next);
  }

  /// All but what the attempts tell better.
  private static List<Entry> entries(List<Event> events) {
    return events.stream().filter(event -> !isOfPull(event)).map(History::entry).toList();
  }

  private static List<Instant> changes(List<Event> events) {
    return events.stream()
        .filter(History::isChange)
        .flatMap(event -> Stream.of(event.first(), event.last()))
        .toList();
  }

  private static boolean isChange(Event event) {
    return event.reason().endsWith("Changed");
  }

  private static boolean isOfPull(Event event) {
    return switch (event.reason()) {
      case "Pulling", "Pulled", "BackOff" -> true;
      case "Failed" ->
          event.message().startsWith("Failed to pull image")
              || event.message().startsWith("Unable to pull the image")
              || event.message().contains("ErrImagePull")
              || event.message().contains("ImagePullBackOff");
      default -> false;
    };
  }

  private static Entry entry(Event event) {
    return new Entry(
        event.first().toString(),
        event.count() > 1 ? event.last().toString() : null,
        event.count(),
        isChange(event) ? "changed" : "happened",
        "%s: %s%s"
            .formatted(
                event.reason(),
                event.message(),
                event.instance().isEmpty() ? "" : " (%s)".formatted(event.instance())));
  }

  private static List<String> next(
      Optional<Diagnosis> why, Optional<Instant> retryAt, String command) {
    if (why.isEmpty()) {
      return List.of();
    }
    var next = new ArrayList<String>();
    next.add("to mend it: " + why.get().fix());
    next.add(
        retryAt
            .map(at -> "by itself the engine tries again at %s".formatted(at))
            .orElseGet(() -> unasked(why.get())));
    next.add("at once: " + command);
    return next;
  }

  /// What the engine waits for when it does not try by itself.
  private static String unasked(Diagnosis why) {
    return Cause.byId(why.code()).map(Cause::retry).filter(Retry.PERMANENT::equals).isPresent()
        ? "by itself the engine tries again when what it depends on is changed"
        : "by itself the engine does nothing more";
  }
}
