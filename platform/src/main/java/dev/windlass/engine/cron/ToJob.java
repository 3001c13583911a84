// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.api.CronSubscriptionPrototype;
import dev.windlass.api.EnvVar;
import dev.windlass.api.JobPrototype;
import dev.windlass.api.JobRunPrototype;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.CronObserved;
import dev.windlass.engine.Resource;
import dev.windlass.engine.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/// Starts job runs for events. The name of a run follows from its event, so that there is one for
/// each, whatever crashes.
///
/// @param most how many job runs there may be in a project
record ToJob(Store store, int most) {
  private static final int LONGEST_NAME = 63;
  private static final int TAG = 10;
  private static final int BASE = 36;

  /// What became of it.
  sealed interface Outcome {}

  record Started(String jobRun) implements Outcome {}

  record NotStarted(String why) implements Outcome {}

  Outcome start(Resource<CronSubscriptionPrototype, CronObserved> subscription, CloudEvent event) {
    var project = subscription.key().project();
    var name = subscription.wanted().component().name();
    var job = store.find(Kind.JOB, new Key(project, name));
    if (job.isEmpty()) {
      return new NotStarted("Job '" + name + "' does not exist");
    }
    if (store.count(Kind.JOB_RUN, project) >= most) {
      return new NotStarted(
          "The project has %d job runs, which is the quota; delete some: windlass jobrun list"
              .formatted(most));
    }
    var run = name(name, subscription, event);
    try {
      var wanted = run(job.get().wanted(), run, subscription.wanted().name(), event);
      store.create(Kind.JOB_RUN, new Key(project, run), wanted);
    } catch (Store.Conflict before) {
      return new Started(run); // a crash came between it and our writing so down
    }
    return new Started(run);
  }

  private static String name(
      String job,
      Resource<CronSubscriptionPrototype, CronObserved> subscription,
      CloudEvent event) {
    var unique = subscription.id() + event.attributes().get("time") + event.attributes().get("id");
    var uuid = UUID.nameUUIDFromBytes(unique.getBytes(UTF_8));
    var digits = Long.toUnsignedString(uuid.getMostSignificantBits(), BASE);
    var end = "-jobrun-" + digits.substring(digits.length() - TAG);
    return job.substring(0, Math.min(job.length(), LONGEST_NAME - end.length())) + end;
  }

  private static JobRunPrototype run(
      JobPrototype job, String name, String subscription, CloudEvent event) {
    return new JobRunPrototype(
        job.imageReference(),
        job.imageSecret(),
        job.name(),
        name,
        job.runArguments(),
        job.runAsUser(),
        job.runCommands(),
        job.runComputeResourceTokenEnabled(),
        variables(job, event),
        job.runMode(),
        job.runServiceAccount(),
        job.runVolumeMounts(),
        null,
        job.scaleArraySpec(),
        job.scaleCpuLimit(),
        job.scaleEphemeralStorageLimit(),
        job.scaleMaxExecutionTime(),
        job.scaleMemoryLimit(),
        job.scaleRetryLimit(),
        subscription,
        job.imagePin());
  }

  /// What the job says itself wins.
  private static List<EnvVar> variables(JobPrototype job, CloudEvent event) {
    var own = Objects.requireNonNullElse(job.runEnvVariables(), List.<EnvVar>of());
    var names = own.stream().map(EnvVar::name).filter(Objects::nonNull).collect(Collectors.toSet());
    var all = new ArrayList<>(own);
    event.variables().entrySet().stream()
        .filter(variable -> !names.contains(variable.getKey()))
        .map(variable ->
            new EnvVar(null, variable.getKey(), null, null, "literal", variable.getValue()))
        .forEach(all::add);
    return all;
  }
}
