// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.Fields;
import dev.windlass.api.Job;
import dev.windlass.api.JobRun;
import dev.windlass.api.ProjectClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `windlass job …`
final class JobCommands {
  private JobCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Create a job, to be run later.",
            "--name NAME --image REFERENCE",
            JobOptions::create,
            JobCommands::create),
        new Command(
            "get", "Show a job.", "--name NAME", () -> CommonOptions.get("job"), JobCommands::get),
        new Command(
            "list", "List the jobs of the project.", "", CommonOptions::list, JobCommands::list),
        new Command(
            "update",
            "Change a job, for its next runs.",
            "--name NAME",
            JobOptions::update,
            JobCommands::update),
        new Command(
            "delete",
            "Delete a job and its runs.",
            "--name NAME",
            JobOptions::delete,
            JobCommands::delete));
  }

  private static void create(Call call) {
    call.options().waits(true); // only a build would be waited for; both at once is still wrong
    if (!call.options().has("image")) {
      throw CommandFailed.misused("give the image to run with --image REFERENCE");
    }
    var fields = JobFields.of(call.options(), List.of(), List.of()).set("name", call.name());
    call.console().progress("Creating job '" + call.name() + "'...");
    Existing.check(call);
    done(call, call.project().createJob(fields));
  }

  private static void update(Call call) {
    call.options().waits(true);
    JobFields.of(call.options(), List.of(), List.of()); // so that misuse is told before all else
    var before = call.project().job(call.name());
    call.console().progress("Updating job '" + call.name() + "'...");
    Existing.check(call);
    Fields fields =
        JobFields.of(call.options(), before.runEnvVariables(), before.runVolumeMounts());
    done(call, call.project().updateJob(call.name(), before.entityTag(), fields));
  }

  private static void done(Call call, Job job) {
    call.console().warn(job.warnings());
    call.console().tell(job.preflight(), false);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.job(job));
    } else {
      call.console().ok();
    }
  }

  private static void get(Call call) {
    call.console().progress("Getting job '" + call.name() + "'...");
    var job = call.project().job(call.name());
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.job(job));
      return;
    }
    var last = lastRuns(call.project().jobRuns(job.name())).get(job.name());
    call.console().ok();
    call.console().progress("");
    JobView.print(call, call.projectInFull(), job, last);
  }

  private static void list(Call call) {
    call.console().progress("Listing jobs...");
    var jobs = Sorting.by(call.options(), call.project().jobs(), Job::name, Job::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(jobs, Kube::job));
      return;
    }
    var runs = lastRuns(call.project().jobRuns(null));
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "Age", "Last Job Run Name", "Last Job Run Age");
    for (Job job : jobs) {
      var run = runs.get(job.name());
      table.row(
          job.name(),
          call.age().of(job.createdAt()),
          run == null ? "" : run.name(),
          run == null ? "" : call.age().of(run.createdAt()));
    }
    table.print(call.console());
  }

  /// The youngest run of each job, by job.
  private static Map<String, JobRun> lastRuns(List<JobRun> runs) {
    var last = new HashMap<String, JobRun>();
    for (JobRun run : runs) {
      if (run.jobName() != null) {
        last.merge(run.jobName(), run, (a, b) -> isYounger(b, a.createdAt()) ? b : a);
      }
    }
    return last;
  }

  private static boolean isYounger(JobRun run, @Nullable String time) {
    return run.createdAt() != null
        && (time == null || Age.parse(run.createdAt()).isAfter(Age.parse(time)));
  }

  private static void delete(Call call) {
    if (!Deletion.agreed(call, "job", call.name())) {
      return;
    }
    var project = call.project();
    boolean keepRuns = call.options().flag("orphan-job-runs");
    var runs = keepRuns ? List.<JobRun>of() : project.jobRuns(call.name());
    if (Deletion.delete(call, "job", call.name(), () -> project.deleteJob(call.name()))) {
      runs.forEach(run -> deleteRun(project, String.valueOf(run.name())));
    }
    call.console().ok();
  }

  private static void deleteRun(ProjectClient project, String run) {
    try {
      project.deleteJobRun(run);
    } catch (ApiException e) {
      if (!e.notFound()) {
        throw e;
      }
    }
  }
}
