// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import static java.util.stream.Collectors.joining;

import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.Commands;
import dev.windlass.doctor.Target;
import dev.windlass.engine.ArraySpec;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.image.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Says what is wrong with a run, where it is not the pull of its image.
final class Words {
  private Words() {}

  /// Some indices have failed. The reason that most of them have is told as the cause.
  static Diagnosis indicesFailed(Run run, Map<String, IndexObserved> indices) {
    var byReason = byReason(indices);
    var worst =
        byReason.entrySet().stream()
            .max((one, other) -> one.getValue().size() - other.getValue().size())
            .orElseThrow();
    int failed = byReason.values().stream().mapToInt(List::size).sum();
    return new Diagnosis(
        Reason.cause(worst.getKey()).id(),
        "%d of %d indices of the job run '%s' failed"
            .formatted(failed, indices.size(), run.key().name()),
        "instance %s %s"
            .formatted(
                last(run, worst.getValue().getFirst(), indices), Reason.words(worst.getKey())),
        Reason.remedy(worst.getKey(), run),
        byReason.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + ArraySpec.ranges(entry.getValue()))
            .collect(joining("; ")));
  }

  private static Map<String, List<Integer>> byReason(Map<String, IndexObserved> indices) {
    var byReason = new TreeMap<String, List<Integer>>();
    indices.forEach((index, seen) -> {
      if (!Life.succeeded(seen)) {
        var reason = Objects.requireNonNullElse(seen.lastFailureReason(), "");
        byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(Integer.valueOf(index));
      }
    });
    return byReason;
  }

  private static String last(Run run, int index, Map<String, IndexObserved> indices) {
    return run.instance(
        index, indices.getOrDefault(Integer.toString(index), Life.UNBORN).retries());
  }

  /// A secret or config map, or a part of one, is not there.
  static Diagnosis missing(Run run, List<String> what) {
    return new Diagnosis(
        Cause.CONFIGURATION_ABSENT.id(),
        "The job run '%s' refers to something that does not exist".formatted(run.key().name()),
        String.join("; ", what),
        Reason.remedy(Reason.NO_CONFIG, run),
        "");
  }

  /// Its image did not come.
  static Diagnosis notPulled(Run run, Failure failure) {
    var words = Diagnosis.of(failure);
    var job = run.wanted().jobName();
    var target =
        job == null || job.isEmpty()
            ? new Target(Target.Kind.JOBRUN, run.key().name())
            : new Target(Target.Kind.JOB, job);
    return new Diagnosis(
        words.code(),
        words.problem(),
        words.cause(),
        new Commands(target, run.image()).named(words.fix()),
        words.evidence());
  }

  /// None of its instances can start before others have ended.
  static Diagnosis noRoom(Run run, Capacity capacity) {
    return new Diagnosis(
        Cause.CAPACITY_MISSING.id(),
        "The job run '%s' waits for room on this machine".formatted(run.key().name()),
        "an instance of it takes %s vCPU and %s, and other job runs have what they need of %s"
            .formatted(run.cpu(), run.memory(), capacity),
        "wait until they end, let in more than fits (windlass up --job-capacity CPU,MEMORY), or see"
            + " which they are: windlass jobrun list",
        "");
  }

  /// The run cannot be read at all.
  static Diagnosis invalid(String name, String why) {
    return new Diagnosis(
        Cause.SETTING_INVALID.id(),
        "The job run '%s' cannot be run as it is".formatted(name),
        why,
        "mend it, and submit it again: windlass jobrun resubmit --jobrun " + name,
        "");
  }
}
