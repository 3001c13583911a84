// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.AppRevision;
import dev.windlass.api.Event;
import dev.windlass.api.Project;
import java.util.List;

/// What `revision get` shows.
record RevisionView(Call call, Project project, AppRevision revision, List<Event> events) {

  static RevisionView of(Call call, AppRevision revision) {
    var name = call.name();
    var events = call.project().revisionEvents(Names.appOf(name), name);
    return new RevisionView(call, call.projectInFull(), revision, events);
  }

  void print() {
    head();
    WorkloadView.env(call.console(), revision.runEnvVariables());
    new Sheet(0)
        .add("Image", WorkloadView.pinned(revision.imageReference(), revision.imageDigest()))
        .print(call.console());
    WorkloadView.resources(
        call.console(),
        revision.scaleCpuLimit(),
        revision.scaleEphemeralStorageLimit(),
        revision.scaleMemoryLimit());
    WorkloadView.registrySecret(call.console(), revision.imageSecret());
    new Sheet(0)
        .add("Port", PortForm.text(revision.imagePort(), revision.imagePortName()))
        .print(call.console());
    runtime();
    WorkloadView.conditions(call, Condition.of(revision), revision.createdAt());
    var details = revision.statusDetails();
    if (details != null) {
      WorkloadView.diagnosis(
          call,
          details.diagnosis(),
          details.retryAt(),
          "windlass app retry --name " + revision.appName());
    }
    Events.section(call, events);
  }

  private void head() {
    new Sheet(0)
        .add("Name", revision.name())
        .add("ID", revision.id())
        .add("Application", revision.appName())
        .add("Project Name", project.name())
        .add("Project ID", project.id())
        .add("Age", call.age().of(revision.createdAt()))
        .add("Created", revision.createdAt())
        .add("Status Summary", summary())
        .add("Image Drift", drift())
        .add("Can Start Offline", offline())
        .print(call.console());
    call.console().print("");
  }

  private String summary() {
    return switch (String.valueOf(revision.status())) {
      case "ready" -> "Revision is ready";
      case "failed" -> "Revision failed";
      case "warning" -> "Revision is ready, with a warning";
      default -> "Revision is being prepared";
    };
  }

  private String drift() {
    var details = revision.statusDetails();
    return DriftCommand.line(details == null ? null : details.drift());
  }

  private String offline() {
    var details = revision.statusDetails();
    return LocalImageView.offline(
        details == null ? null : details.offline(), String.valueOf(revision.name()));
  }

  private void runtime() {
    call.console().print("");
    Sheet.heading(call.console(), "Runtime");
    new Sheet(1)
        .add("Concurrency", revision.scaleConcurrency())
        .add("Maximum Scale", revision.scaleMaxInstances())
        .add("Minimum Scale", revision.scaleMinInstances())
        .add("Scale Down Delay", revision.scaleDownDelay())
        .add("Timeout", revision.scaleRequestTimeout())
        .print(call.console());
  }
}
