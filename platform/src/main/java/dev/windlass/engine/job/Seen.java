// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.engine.Key;
import dev.windlass.runtime.Container.Limits;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Observed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A container of a job run, as its labels tell whose it is.
///
/// @param run the id of the run that it was started for
record Seen(
    String container,
    String run,
    int index,
    int attempt,
    Limits size,
    Instant startedAt,
    Observed.State state) {
  private static final String JOB_RUN = "jobrun";
  private static final String RUN = "run";
  private static final String INDEX = "index";
  private static final String ATTEMPT = "attempt";
  private static final String INSTANCE = "instance";
  private static final String MILLI_CPU = "milli-cpu";
  private static final String MEMORY = "memory";
  private static final String PROCESSES = "processes";

  static Map<String, String> labels(Run run, int index, int attempt) {
    return Map.of(
        Containers.PROJECT,
        run.key().project(),
        JOB_RUN,
        run.key().name(),
        RUN,
        run.id(),
        INDEX,
        Integer.toString(index),
        ATTEMPT,
        Integer.toString(attempt),
        INSTANCE,
        run.instance(index, attempt),
        MILLI_CPU,
        Integer.toString(run.size().milliCpu()),
        MEMORY,
        Long.toString(run.size().memory()),
        PROCESSES,
        Integer.toString(run.size().processes()));
  }

  /// The run that a container belongs to; empty when it is an app's.
  static Optional<Key> owner(Observed container) {
    var labels = container.labels();
    return Optional.ofNullable(labels.get(JOB_RUN))
        .map(name -> new Key(labels.getOrDefault(Containers.PROJECT, ""), name));
  }

  static boolean is(Observed container, String project, String instance) {
    return owner(container).filter(key -> key.project().equals(project)).isPresent()
        && instance.equals(container.labels().get(INSTANCE));
  }

  /// What people call it.
  static String instance(Observed container) {
    return container.labels().getOrDefault(INSTANCE, "");
  }

  static Seen of(Observed container) {
    var labels = container.labels();
    return new Seen(
        container.id(),
        labels.getOrDefault(RUN, ""),
        Integer.parseInt(labels.getOrDefault(INDEX, "-1")),
        Integer.parseInt(labels.getOrDefault(ATTEMPT, "-1")),
        new Limits(
            Integer.parseInt(labels.getOrDefault(MILLI_CPU, "0")),
            Long.parseLong(labels.getOrDefault(MEMORY, "0")),
            Integer.parseInt(labels.getOrDefault(PROCESSES, "0")),
            0),
        container.startedAt(),
        container.state());
  }

  static List<Seen> of(List<Observed> containers, Key owner) {
    return containers.stream()
        .filter(container -> owner(container).equals(Optional.of(owner)))
        .map(Seen::of)
        .toList();
  }

  boolean running() {
    return state instanceof Observed.State.Running;
  }
}
