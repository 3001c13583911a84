// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.App;
import dev.windlass.api.AppInstance;
import dev.windlass.api.AppRevision;
import dev.windlass.api.AppStatus;
import dev.windlass.api.ColdStart;
import dev.windlass.api.Event;
import dev.windlass.api.Project;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `app get` shows.
record AppView(
    Call call,
    Project project,
    App app,
    List<AppRevision> revisions,
    List<Event> events,
    List<AppInstance> instances) {

  static AppView of(Call call, App app) {
    var project = call.project();
    return new AppView(
        call,
        call.projectInFull(),
        app,
        project.revisions(app.name()),
        project.appEvents(app.name()),
        project.instances(app.name()));
  }

  void print() {
    head();
    WorkloadView.env(call.console(), app.runEnvVariables());
    image();
    revisions.stream().filter(this::isShown).forEach(this::revision);
    runtime();
    WorkloadView.conditions(call, Condition.of(app), app.createdAt());
    WorkloadView.diagnosis(
        call,
        details().diagnosis(),
        details().retryAt(),
        "windlass app retry --name " + app.name());
    Events.section(call, events);
    InstanceTable.ofApp(call, instances);
    coldStarts();
  }

  private void coldStarts() {
    var cold = details().coldStart();
    if (cold == null) {
      return;
    }
    var sheet = new Sheet(1);
    took(cold.wakes()).forEach(took -> sheet.add("Wake from " + took.what(), words(took)));
    took(cold.phases())
        .forEach(took -> sheet.add(Words.capital(took.what().replace('_', ' ')), words(took)));
    call.console().print("");
    Sheet.heading(call.console(), "Cold Starts");
    sheet.print(call.console());
  }

  private static List<ColdStart.Took> took(@Nullable List<ColdStart.Took> some) {
    return some == null ? List.of() : some;
  }

  private static String words(ColdStart.Took took) {
    return "%.1f ms on average of %d".formatted(took.averageSeconds() * 1e3, took.count());
  }

  private AppStatus details() {
    var status = app.statusDetails();
    return status == null
        ? new AppStatus(null, null, null, null, null, null, null, null, null)
        : status;
  }

  private void head() {
    new Sheet(0)
        .add("Name", app.name())
        .add("ID", app.id())
        .add("Project Name", project.name())
        .add("Project ID", project.id())
        .add("Age", call.age().of(app.createdAt()))
        .add("Created", app.createdAt())
        .add("URL", app.endpoint())
        .add("Cluster Local URL", app.endpointInternal())
        .add("Status Summary", summary())
        .add("Image Drift", DriftCommand.line(details().drift()))
        .add("Can Start Offline", LocalImageView.offline(details().offline(), app.name()))
        .print(call.console());
    call.console().print("");
  }

  private String summary() {
    return switch (String.valueOf(app.status())) {
      case "ready" -> "Application deployed successfully";
      case "warning" -> "Application serves, but its latest revision failed";
      case "failed" -> "Application failed";
      default -> "Application is deploying";
    };
  }

  private void image() {
    new Sheet(0).add("Image", app.imageReference()).print(call.console());
    WorkloadView.resources(
        call.console(),
        app.scaleCpuLimit(),
        app.scaleEphemeralStorageLimit(),
        app.scaleMemoryLimit());
    WorkloadView.registrySecret(call.console(), app.imageSecret());
    if (!revisions.isEmpty()) {
      call.console().print("");
      Sheet.heading(call.console(), "Revisions");
    }
  }

  private boolean isShown(AppRevision revision) {
    var name = String.valueOf(revision.name());
    return call.options().flag("show-all-revisions")
        || name.equals(details().latestCreatedRevision())
        || name.equals(details().latestReadyRevision())
        || !Shares.of(app, name).isEmpty()
        || !Shares.tags(app, name).isEmpty();
  }

  private void revision(AppRevision revision) {
    var name = String.valueOf(revision.name());
    var status = revision.statusDetails();
    call.console().print("  " + name + ":");
    new Sheet(2)
        .add("Age", call.age().of(revision.createdAt()))
        .add("Latest", name.equals(details().latestCreatedRevision()))
        .add("Tag", Shares.tags(app, name))
        .add("Traffic", Shares.of(app, name))
        .add("Image", WorkloadView.pinned(revision.imageReference(), revision.imageDigest()))
        .add("Running Instances", status == null ? null : status.actualInstances())
        .print(call.console());
  }

  private void runtime() {
    call.console().print("");
    Sheet.heading(call.console(), "Runtime");
    new Sheet(1)
        .add("Concurrency", app.scaleConcurrency())
        .add("Maximum Scale", app.scaleMaxInstances())
        .add("Minimum Scale", app.scaleMinInstances())
        .add("Scale Down Delay", app.scaleDownDelay())
        .add("Timeout", app.scaleRequestTimeout())
        .print(call.console());
  }
}
