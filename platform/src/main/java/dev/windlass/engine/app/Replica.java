// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Key;
import dev.windlass.engine.Limits;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A container that belongs to an app, and what its labels say: all that must outlive this process.
record Replica(Observed container, Key app, String revisionId, Slot slot) {
  private static final String KIND = "windlass.kind";
  private static final String APP = "windlass.app";
  private static final String REVISION = "windlass.revision";
  private static final String REVISION_ID = "windlass.revision-id";
  private static final String ORDINAL = "windlass.ordinal";
  private static final String RESTARTS = "windlass.restarts";
  private static final String STREAK = "windlass.streak";
  private static final String CREATED_AT = "windlass.created-at";
  private static final String REFERS_TO = "windlass.refers-to";

  /// @param refersTo as [References#tags] has it
  static Map<String, String> labels(Revision revision, Slot slot, String refersTo) {
    return Map.ofEntries(
        Map.entry(KIND, "app"),
        Map.entry(Containers.PROJECT, revision.app().project()),
        Map.entry(APP, revision.app().name()),
        Map.entry(REVISION, revision.name()),
        Map.entry(REVISION_ID, revision.id()),
        Map.entry(ORDINAL, "" + slot.ordinal()),
        Map.entry(RESTARTS, "" + slot.restarts()),
        Map.entry(STREAK, "" + slot.streak()),
        Map.entry(CREATED_AT, slot.createdAt().toString()),
        Map.entry(REFERS_TO, refersTo));
  }

  /// The labels that all of an app have.
  static Map<String, String> of(Key app) {
    return Map.of(KIND, "app", Containers.PROJECT, app.project(), APP, app.name());
  }

  /// Nothing when it is somebody else's.
  static Optional<Replica> of(Observed container) {
    return "app".equals(container.labels().get(KIND))
        ? Optional.of(read(container))
        : Optional.empty();
  }

  private static Replica read(Observed container) {
    var labels = container.labels();
    var slot =
        new Slot(
            container.id(),
            Integer.parseInt(labels.getOrDefault(ORDINAL, "0")),
            Integer.parseInt(labels.getOrDefault(RESTARTS, "0")),
            Integer.parseInt(labels.getOrDefault(STREAK, "0")),
            Instant.parse(labels.getOrDefault(CREATED_AT, container.startedAt().toString())));
    return new Replica(
        container,
        new Key(labels.getOrDefault(Containers.PROJECT, ""), labels.getOrDefault(APP, "")),
        labels.getOrDefault(REVISION_ID, ""),
        slot);
  }

  String id() {
    return container.id();
  }

  /// What its revision referred to when it was made, as [References#tags] has it.
  String refersTo() {
    return container.labels().getOrDefault(REFERS_TO, "");
  }

  /// The revision's name, for people.
  String revision() {
    return container.labels().getOrDefault(REVISION, "");
  }

  /// One life of it: after a restart it is another.
  String life() {
    return id() + "@" + container.startedAt();
  }

  Optional<Observed.State.Ended> ended() {
    return container.state() instanceof Observed.State.Ended ended
        ? Optional.of(ended)
        : Optional.empty();
  }

  /// What takes its place. One that ran calmly for long starts afresh.
  Slot restarted(Observed.State.Ended end, Limits limits) {
    return new Slot(
        id(), slot.ordinal(), slot.restarts() + 1, streak(end, limits) + 1, slot.createdAt());
  }

  Instant restartAt(Observed.State.Ended end, Limits limits) {
    return end.at().plus(limits.restart(streak(end, limits)));
  }

  private int streak(Observed.State.Ended end, Limits limits) {
    Duration ran = Duration.between(container.startedAt(), end.at());
    return ran.compareTo(limits.calm()) < 0 ? slot.streak() : 0;
  }
}
