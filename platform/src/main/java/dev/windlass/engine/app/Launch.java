// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.image.Reference;
import dev.windlass.runtime.Container;
import dev.windlass.runtime.Start;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Starts instances: from an image reference to a running process, or to words about what is in the
/// way. Begins from the top each time; what was done before costs little the second time.
final class Launch {
  private final Parts parts;
  private final Fetch fetch;
  private final Journal journal;
  private final Recipe recipe;
  private final Setback setback;
  private final Consumer<Key> nudge;

  /// @param nudge is called as soon as an instance runs, before that is written down
  Launch(Parts parts, Pulls pulls, Consumer<Key> nudge) {
    this.parts = parts;
    this.nudge = nudge;
    this.journal = new Journal(parts.store());
    this.fetch = new Fetch(parts, pulls, journal);
    this.recipe = new Recipe(parts);
    this.setback = new Setback(parts, journal);
  }

  void run(Revision revision, List<Slot> slots) throws InterruptedException, IOException {
    // before anything is looked up: what changes from now on is a reason to try again
    String refersTo = references(revision).tags(revision.template());
    try {
      launch(revision, slots, refersTo);
      parts.store().observe(Kind.REVISION, revision.key(), RevisionObserved::started);
    } catch (Stuck stuck) {
      setback.write(revision, stuck.trouble(), refersTo, slots.getFirst().id());
    }
  }

  private References references(Revision revision) {
    return new References(parts.store(), revision.app().project());
  }

  /// Makes the container of one that sleeps, but does not start it.
  ///
  /// @return whether it could
  boolean prepare(Revision revision, Slot slot) throws InterruptedException, IOException {
    String refersTo = references(revision).tags(revision.template());
    try {
      var image = fetch.image(revision, reference(revision), slot.id());
      var container = recipe.container(revision, slot, image, refersTo);
      return parts.containers().create(container) instanceof Start.Started;
    } catch (Stuck stuck) {
      return false; // the next start will say why
    }
  }

  /// Starts one whose container is made.
  void begin(Revision revision, Replica replica) throws InterruptedException, IOException {
    try {
      started(revision, parts.containers().begin(replica.id()), replica.id(), List.of());
      parts.store().observe(Kind.REVISION, revision.key(), RevisionObserved::started);
    } catch (Stuck stuck) {
      setback.write(revision, stuck.trouble(), replica.refersTo(), replica.id());
    }
  }

  private static Reference reference(Revision revision) throws Stuck {
    return Recipe.read(
        "image reference", () -> Reference.parse(revision.template().imageReference()));
  }

  private void launch(Revision revision, List<Slot> slots, String refersTo)
      throws Stuck, InterruptedException, IOException {
    long begin = System.nanoTime();
    var image = fetch.image(revision, reference(revision), slots.getFirst().id());
    parts
        .coldStarts()
        .took(
            revision.app(),
            revision.name(),
            "resolve",
            Duration.ofNanos(System.nanoTime() - begin));
    for (var slot : slots) {
      start(revision, recipe.container(revision, slot, image, refersTo), slot);
    }
  }

  private void start(Revision revision, Container container, Slot slot)
      throws Stuck, InterruptedException {
    if (slot.restarts() > 0) {
      parts.containers().stop(slot.id(), Duration.ZERO); // has ended; its log goes now
    }
    var start = parts.containers().start(container);
    started(revision, start, slot.id(), Recipe.command(container));
  }

  private void started(Revision revision, Start start, String instance, List<String> command)
      throws Stuck {
    switch (start) {
      case Start.Started(_, var phases) -> {
        nudge.accept(revision.app());
        phases.forEach((phase, took) ->
            parts
                .coldStarts()
                .took(
                    revision.app(), revision.name(), phase.name().toLowerCase(Locale.ROOT), took));
        journal.normal(revision, "Created", instance, "Created container user-container");
        journal.normal(revision, "Started", instance, "Started container user-container");
      }
      case Start.Failed failure -> throw new Stuck(new Trouble.NotStarted(failure, command));
    }
  }
}
