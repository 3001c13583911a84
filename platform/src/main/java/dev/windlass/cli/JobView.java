// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Job;
import dev.windlass.api.JobRun;
import dev.windlass.api.Project;
import org.jspecify.annotations.Nullable;

/// What `job get` shows.
final class JobView {
  private JobView() {}

  static void print(Call call, Project project, Job job, @Nullable JobRun last) {
    var console = call.console();
    new Sheet(0)
        .add("Name", job.name())
        .add("ID", job.id())
        .add("Project Name", project.name())
        .add("Project ID", project.id())
        .add("Age", call.age().of(job.createdAt()))
        .add("Created", job.createdAt())
        .print(console);
    lastRun(call, last);
    console.print("");
    WorkloadView.env(console, job.runEnvVariables());
    new Sheet(0).add("Image", job.imageReference()).print(console);
    WorkloadView.resources(
        console, job.scaleCpuLimit(), job.scaleEphemeralStorageLimit(), job.scaleMemoryLimit());
    WorkloadView.registrySecret(console, job.imageSecret());
    console.print("");
    Sheet.heading(console, "Runtime");
    new Sheet(1)
        .add("Mode", job.runMode())
        .add("Array Indices", job.scaleArraySpec())
        .add("Array Size", ArraySpec.size(job.scaleArraySpec()))
        .add("Max Execution Time", job.scaleMaxExecutionTime())
        .add("Retry Limit", job.scaleRetryLimit())
        .print(console);
  }

  private static void lastRun(Call call, @Nullable JobRun last) {
    if (last != null) {
      call.console().print("");
      Sheet.heading(call.console(), "Last Job Run");
      new Sheet(1)
          .add("Name", last.name())
          .add("Age", call.age().of(last.createdAt()))
          .add("Created", last.createdAt())
          .print(call.console());
    }
  }
}
