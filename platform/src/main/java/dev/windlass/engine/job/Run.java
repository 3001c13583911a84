// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import dev.windlass.api.EnvVar;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.api.VolumeMount;
import dev.windlass.engine.ArraySpec;
import dev.windlass.engine.Key;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Quantity;
import dev.windlass.engine.Resource;
import dev.windlass.image.Reference;
import dev.windlass.runtime.Container.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A job run as it is wanted, read once: what is text over the wire has become numbers and names.
///
/// @param id of the resource; a later run of the same name has another
/// @param retryLimit attempts after the first that an index has in task mode
/// @param patience how long an attempt may take in task mode
/// @param size what each instance may use
/// @param wanted the rest, as it was asked for
record Run(
    Key key,
    String id,
    Reference image,
    List<Integer> indices,
    boolean daemon,
    int retryLimit,
    Duration patience,
    Limits size,
    JobRunPrototype wanted) {
  private static final int LONGEST_NAME = 63;
  private static final int TAG = 8;

  /// Throws [dev.windlass.image.InvalidName] for what the API should not have let in.
  static Run of(Resource<JobRunPrototype, JobRunObserved> resource, int processes) {
    var wanted = resource.wanted();
    return new Run(
        resource.key(),
        resource.id(),
        Reference.parse(or(wanted.imageReference(), "")),
        ArraySpec.parse(or(wanted.scaleArraySpec(), "0")).indices(),
        or(wanted.runMode(), "task").equals("daemon"),
        or(wanted.scaleRetryLimit(), 3),
        Duration.ofSeconds(or(wanted.scaleMaxExecutionTime(), 7200)),
        new Limits(
            Quantity.milliCpu(cpu(wanted)),
            Quantity.bytes(memory(wanted)),
            processes,
            Quantity.bytes(storage(wanted))),
        wanted);
  }

  private static String cpu(JobRunPrototype wanted) {
    return or(wanted.scaleCpuLimit(), "1");
  }

  private static String memory(JobRunPrototype wanted) {
    return or(wanted.scaleMemoryLimit(), "4G");
  }

  private static String storage(JobRunPrototype wanted) {
    return or(wanted.scaleEphemeralStorageLimit(), Quantity.STORAGE);
  }

  /// As it was asked for.
  String storage() {
    return storage(wanted);
  }

  /// As it was asked for.
  String cpu() {
    return cpu(wanted);
  }

  /// As it was asked for.
  String memory() {
    return memory(wanted);
  }

  private static <T> T or(@Nullable T value, T fallback) {
    return Objects.requireNonNullElse(value, fallback);
  }

  /// What people call an instance: `myjobrun-1-0`.
  String instance(int index, int attempt) {
    return "%s-%d-%d".formatted(key.name(), index, attempt);
  }

  /// What the runtime calls it. Projects may have runs of the same name, and a deleted run may come
  /// again, so the end of the run's id is part of it; a long name is cut to make room.
  String container(int index, int attempt) {
    var digits = id.replace("-", "");
    var tag = digits.substring(Math.max(0, digits.length() - TAG));
    var end = "-%d-%d-%s".formatted(index, attempt, tag);
    var name = key.name();
    return name.substring(0, Math.min(name.length(), LONGEST_NAME - end.length())) + end;
  }

  Optional<String> secret() {
    return Optional.ofNullable(wanted.imageSecret()).filter(name -> !name.isEmpty());
  }

  /// What people wrote, for messages about it.
  String imageName() {
    return or(wanted.imageReference(), "");
  }

  /// Whether each instance is of the image that the tag names when it starts.
  boolean pinsEach() {
    return "instance".equals(wanted.imagePin());
  }

  int arraySize() {
    return or(wanted.scaleArraySizeVariableOverride(), indices.size());
  }

  String mode() {
    return daemon ? "daemon" : "task";
  }

  List<EnvVar> environment() {
    return or(wanted.runEnvVariables(), List.of());
  }

  List<VolumeMount> mounts() {
    return or(wanted.runVolumeMounts(), List.of());
  }

  List<String> commands() {
    return or(wanted.runCommands(), List.of());
  }

  List<String> arguments() {
    return or(wanted.runArguments(), List.of());
  }
}
