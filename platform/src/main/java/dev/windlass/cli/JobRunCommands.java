// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.JobRun;
import dev.windlass.api.JobRunInstance;
import java.util.ArrayList;
import java.util.List;

/// `windlass jobrun …`
final class JobRunCommands {
  private JobRunCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "submit",
            "Run a job, or an image without one.",
            "(--job NAME | --name NAME --image REFERENCE)",
            JobOptions::submit,
            JobRunSubmit::submit),
        new Command(
            "resubmit",
            "Run again what was run before, with changes if you like.",
            "--jobrun NAME",
            JobOptions::resubmit,
            JobRunSubmit::resubmit),
        new Command(
            "get",
            "Show a job run.",
            "--name NAME",
            () -> CommonOptions.get("job run"),
            JobRunCommands::get),
        new Command(
            "list",
            "List the job runs of the project.",
            "",
            JobOptions::runList,
            JobRunCommands::list),
        new Command(
            "delete",
            "Delete a job run, or all runs of a job.",
            "(--name NAME | --job NAME)",
            JobOptions::runDelete,
            JobRunCommands::delete),
        new Command(
            "logs",
            "Show what the instances print.",
            "(--name NAME | --instance NAME)",
            JobOptions::runLogs,
            JobRunCommands::logs),
        new Command(
            "events",
            "Show what happened to the instances.",
            "(--name NAME | --instance NAME)",
            JobOptions::runEvents,
            JobRunCommands::events),
        new Command(
            "attempts",
            "Show what was tried to pull the image, step by step.",
            "--name NAME",
            () -> CommonOptions.attempts("job run"),
            JobRunCommands::attempts),
        new Command(
            "restart",
            "Replace the instances that run, or one, by new ones.",
            "(--name NAME | --instance NAME)",
            JobOptions::restart,
            JobRunCommands::restart),
        new Command(
            "retry",
            "Ask at once again for an image that is waited for.",
            "--name NAME",
            () -> List.of(CommonOptions.name("job run"), CommonOptions.QUIET),
            JobRunCommands::retry));
  }

  private static void get(Call call) {
    call.console().progress("Getting job run '" + call.name() + "'...");
    var run = call.project().jobRun(call.name());
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.jobRun(run));
      return;
    }
    var view = JobRunView.of(call, run);
    JobRunSubmit.hints(call, call.name());
    call.console().ok();
    call.console().progress("");
    view.print();
  }

  private static void list(Call call) {
    call.console().progress("Listing job runs...");
    var options = call.options();
    var found = call.project().jobRuns(options.has("job") ? options.get("job") : null);
    var runs = Sorting.by(options, found, JobRun::name, JobRun::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(runs, Kube::jobRun));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table =
        Table.of(
            "Name", "Failed", "Pending", "Requested", "Running", "Succeeded", "Unknown", "Age");
    for (JobRun run : runs) {
      row(call, table, run);
    }
    table.print(call.console());
  }

  private static void row(Call call, Table table, JobRun run) {
    var status = run.statusDetails();
    if (status == null) {
      table.row(run.name(), 0, 0, 0, 0, 0, 0, call.age().of(run.createdAt()));
      return;
    }
    table.row(
        run.name(),
        JobRunView.count(status.failed()),
        JobRunView.count(status.pending()),
        JobRunView.count(status.requested()),
        JobRunView.count(status.running()),
        JobRunView.count(status.succeeded()),
        JobRunView.count(status.unknown()),
        call.age().of(run.createdAt()));
  }

  private static void delete(Call call) {
    call.options().exactlyOne("name", "job");
    if (call.options().has("name")) {
      Deletion.run(call, "job run", call.name(), () -> call.project().deleteJobRun(call.name()));
      return;
    }
    var job = call.options().get("job");
    if (!Deletion.agreed(call, "all job runs of job", job)) {
      return;
    }
    for (JobRun run : call.project().jobRuns(job)) {
      var name = String.valueOf(run.name());
      Deletion.delete(call, "job run", name, () -> call.project().deleteJobRun(name));
    }
    call.console().ok();
  }

  private static void logs(Call call) {
    call.options().exactlyOne("jobrun", "instance");
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Getting logs for job run instance '" + instance + "'...");
      Logs.ofJobRun(call, Names.jobRunOf(instance)).print(() -> List.of(instance), () -> false);
      return;
    }
    var name = call.options().get("jobrun");
    call.console().progress("Getting logs for all instances of job run '" + name + "'...");
    Logs.ofJobRun(call, name).print(() -> instances(call, name), () -> isUnderWay(call, name));
  }

  private static List<String> instances(Call call, String run) {
    var names = new ArrayList<String>();
    for (JobRunInstance instance : call.project().jobRunInstances(run)) {
      if (!"pending".equals(instance.status())) { // which has nothing to tell yet
        names.add(String.valueOf(instance.name()));
      }
    }
    return names;
  }

  private static boolean isUnderWay(Call call, String run) {
    try {
      return !JobRunSubmit.isOver(call.project().jobRun(run));
    } catch (ApiException e) {
      if (e.notFound()) {
        return false;
      }
      throw e;
    }
  }

  private static void attempts(Call call) {
    call.console().progress("Getting attempts for job run '" + call.name() + "'...");
    Attempts.print(call, call.project().jobRunAttempts(call.name()));
  }

  private static void restart(Call call) {
    call.options().exactlyOne("jobrun", "instance");
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Restarting job run instance '" + instance + "'...");
      call.project().restartJobRun(Names.jobRunOf(instance), instance);
    } else {
      var name = call.options().get("jobrun");
      call.console().progress("Restarting all instances of job run '" + name + "'...");
      call.project().restartJobRun(name, null);
    }
    call.console().ok();
  }

  private static void retry(Call call) {
    call.console().progress("Trying job run '" + call.name() + "' again...");
    call.project().retryJobRun(call.name());
    call.console().ok();
    call.console()
        .progress("Run 'windlass jobrun get -n " + call.name() + "' to see what comes of it.");
  }

  private static void events(Call call) {
    call.options().exactlyOne("jobrun", "instance");
    var project = call.project();
    if (call.options().has("instance")) {
      var instance = call.options().get("instance");
      call.console().progress("Getting events for job run instance '" + instance + "'...");
      var events = project.jobRunEvents(Names.jobRunOf(instance));
      Events.print(call, instance, Events.ofInstance(events, instance));
      return;
    }
    var name = call.options().get("jobrun");
    call.console().progress("Getting events for all instances of job run '" + name + "'...");
    Events.print(call, name, project.jobRunEvents(name));
  }
}
