// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Event;
import dev.windlass.api.IndexDetails;
import dev.windlass.api.JobRun;
import dev.windlass.api.JobRunInstance;
import dev.windlass.api.JobRunStatus;
import dev.windlass.api.Project;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `jobrun get` shows.
record JobRunView(
    Call call, Project project, JobRun run, List<Event> events, List<JobRunInstance> instances) {

  static JobRunView of(Call call, JobRun run) {
    var name = call.name();
    return new JobRunView(
        call,
        call.projectInFull(),
        run,
        call.project().jobRunEvents(name),
        call.project().jobRunInstances(name));
  }

  void print() {
    head();
    WorkloadView.env(call.console(), run.runEnvVariables());
    new Sheet(0)
        .add("Job Ref", run.jobName())
        .add("Image", WorkloadView.pinned(run.imageReference(), run.imageDigest()))
        .print(call.console());
    WorkloadView.resources(
        call.console(),
        run.scaleCpuLimit(),
        run.scaleEphemeralStorageLimit(),
        run.scaleMemoryLimit());
    WorkloadView.registrySecret(call.console(), run.imageSecret());
    runtime();
    status();
    WorkloadView.conditions(call, Condition.of(run), run.createdAt());
    var details = run.statusDetails();
    if (details != null) {
      WorkloadView.diagnosis(
          call,
          details.diagnosis(),
          details.retryAt(),
          "windlass jobrun retry --name " + run.name());
    }
    Events.section(call, events);
    InstanceTable.ofJobRun(call, instances);
  }

  private void head() {
    new Sheet(0)
        .add("Name", run.name())
        .add("ID", run.id())
        .add("Project Name", project.name())
        .add("Project ID", project.id())
        .add("Age", call.age().of(run.createdAt()))
        .add("Created", run.createdAt())
        .print(call.console());
    call.console().print("");
  }

  private void runtime() {
    call.console().print("");
    Sheet.heading(call.console(), "Runtime");
    var size = ArraySpec.size(run.scaleArraySpec());
    var override = run.scaleArraySizeVariableOverride();
    new Sheet(1)
        .add("Mode", run.runMode())
        .add("Array Indices", run.scaleArraySpec())
        .add("Array Size", size)
        .add("JOB_ARRAY_SIZE Value", override == null ? size : override)
        .add("Max Execution Time", run.scaleMaxExecutionTime())
        .add("Retry Limit", run.scaleRetryLimit())
        .print(call.console());
  }

  private void status() {
    var details = run.statusDetails();
    call.console().print("");
    Sheet.heading(call.console(), "Status");
    if (details == null) {
      new Sheet(1).add("Summary", Words.capital(run.status())).print(call.console());
      return;
    }
    new Sheet(1)
        .add("Summary", Words.capital(run.status()))
        .add("completed".equals(run.status()) ? "Completed" : "Ended after", duration(details))
        .print(call.console());
    call.console().print("  Instance Statuses:");
    new Sheet(2)
        .add("Failed", some(details.failed()))
        .add("Pending", some(details.pending()))
        .add("Running", some(details.running()))
        .add("Succeeded", some(details.succeeded()))
        .add("Unknown", some(details.unknown()))
        .print(call.console());
  }

  private static String duration(JobRunStatus details) {
    return details.startTime() == null || details.completionTime() == null
        ? ""
        : Age.of(
            Duration.between(Age.parse(details.startTime()), Age.parse(details.completionTime())));
  }

  private static @Nullable Integer some(@Nullable Integer count) {
    return count(count) == 0 ? null : count;
  }

  static int count(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  /// A line for each index that failed.
  static String failures(JobRunStatus details) {
    var lines = new StringBuilder();
    Map<String, IndexDetails> all = details.indicesDetails();
    if (all != null) {
      new TreeMap<>(all)
          .forEach((index, one) -> {
            if ("failed".equals(one.status())) {
              var why = one.lastFailureReason();
              lines.append("\n  index ").append(index).append(": ");
              lines.append(why == null ? "failed" : why);
            }
          });
    }
    return lines.toString();
  }
}
