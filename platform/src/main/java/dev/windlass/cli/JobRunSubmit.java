// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.Diagnosis;
import dev.windlass.api.Fields;
import dev.windlass.api.JobRun;
import dev.windlass.api.ProjectClient;
import dev.windlass.diagnose.Cause;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `jobrun submit` and `jobrun resubmit`: starts a run, and waits for its end when asked to.
final class JobRunSubmit {
  private static final int PATIENCE_SECONDS = 600;

  private final Call call;
  private final ProjectClient project;
  private final PullProgress progress;
  private final IndexProgress indices;
  private JobRun run;
  private String saidWhy = "";

  private JobRunSubmit(Call call, JobRun run) {
    this.call = call;
    this.project = call.project();
    this.run = run;
    this.progress = new PullProgress(call.console());
    this.indices = new IndexProgress(call.console());
  }

  static void submit(Call call) {
    var options = call.options();
    boolean waits = options.waits(false);
    if (!options.has("job") && !(options.has("name") && options.has("image"))) {
      throw CommandFailed.misused("give either --job NAME, or --name NAME and --image REFERENCE");
    }
    var fields = JobFields.of(options, List.of(), List.of());
    set(fields, "job_name", options.has("job") ? options.get("job") : null);
    set(fields, "name", options.has("name") ? call.name() : null);
    call.console()
        .progress(
            options.has("name")
                ? "Submitting job run '" + call.name() + "'..."
                : "Submitting job run of job '" + options.get("job") + "'...");
    Existing.check(call);
    new JobRunSubmit(call, created(call, fields)).finish(waits);
  }

  static void resubmit(Call call) {
    boolean waits = call.options().waits(false);
    JobFields.of(call.options(), List.of(), List.of()); // so that misuse is told before all else
    var old = call.project().jobRun(call.options().get("jobrun"));
    call.console().progress("Resubmitting job run '" + old.name() + "'...");
    Existing.check(call);
    new JobRunSubmit(call, created(call, again(call, old))).finish(waits);
  }

  private static JobRun created(Call call, Fields fields) {
    try {
      return call.project().createJobRun(fields);
    } catch (ApiException refused) {
      throw refused.during("Failed to create job run");
    }
  }

  /// All that the old run was told, and then what the options say. What the options take away is
  /// left out, because a create has nothing to take away from.
  private static Fields again(Call call, JobRun old) {
    var fields = new Fields();
    set(fields, "name", call.options().has("name") ? call.name() : nameAfter(call, old));
    if (old.jobName() != null) {
      fields.set("job_name", old.jobName()); // which has an image and an account of its own
    } else {
      set(fields, "image_reference", old.imageReference());
      set(fields, "image_secret", old.imageSecret());
      set(fields, "run_service_account", old.runServiceAccount());
    }
    set(fields, "run_commands", old.runCommands());
    set(fields, "run_arguments", old.runArguments());
    set(fields, "run_as_user", old.runAsUser());
    set(fields, "run_env_variables", old.runEnvVariables());
    set(fields, "run_volume_mounts", old.runVolumeMounts());
    set(fields, "image_pin", old.imagePin());
    set(fields, "run_mode", old.runMode());
    set(fields, "scale_array_size_variable_override", old.scaleArraySizeVariableOverride());
    set(fields, "scale_array_spec", old.scaleArraySpec());
    set(fields, "scale_cpu_limit", old.scaleCpuLimit());
    set(fields, "scale_memory_limit", old.scaleMemoryLimit());
    set(fields, "scale_ephemeral_storage_limit", old.scaleEphemeralStorageLimit());
    set(fields, "scale_max_execution_time", old.scaleMaxExecutionTime());
    set(fields, "scale_retry_limit", old.scaleRetryLimit());
    return fields.and(JobFields.of(call.options(), old.runEnvVariables(), old.runVolumeMounts()));
  }

  /// A run of a job is named by the server; one without a job needs a name of its own.
  private static @Nullable String nameAfter(Call call, JobRun old) {
    if (old.jobName() != null) {
      return null;
    }
    var suffix = Long.toString(call.around().clock().millis(), Character.MAX_RADIX);
    return old.name() + "-" + suffix.substring(suffix.length() - 5);
  }

  private static void set(Fields fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.set(name, value);
    }
  }

  private String name() {
    return String.valueOf(run.name());
  }

  private void finish(boolean waits) {
    call.console().warn(run.warnings());
    call.console().tell(run.preflight(), waits);
    call.console()
        .progress("Run 'windlass jobrun get -n " + name() + "' to check the job run status.");
    if (waits) {
      waitUntilOver();
    }
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.jobRun(run));
    } else {
      call.console().ok();
    }
  }

  private void waitUntilOver() {
    var patience = Duration.ofSeconds(call.options().number("wait-timeout", PATIENCE_SECONDS));
    boolean over = Waiting.showingProgressIn(project).until(patience, this::look);
    call.console().draw(List.of());
    if (!over) {
      throw new CommandFailed(
          "Job run '"
              + name()
              + "' has not ended after "
              + patience.toSeconds()
              + " seconds; it goes on\n"
              + hint(name()));
    }
    if ("failed".equals(run.status())) {
      throw new CommandFailed(failure() + "\n\n" + hint(name()));
    }
  }

  private boolean look() {
    run = project.jobRun(name());
    if (isOver(run)) {
      return true;
    }
    sayWhyItWaits();
    if (!call.console().isQuiet()) {
      var pulling = project.jobRunPulling(name());
      if (pulling.layers().isEmpty()) {
        indices.show(run);
      } else {
        progress.show(pulling);
      }
    }
    return false;
  }

  /// Once for each cause: what may pass by itself is waited for, and nobody likes to wait without
  /// knowing what for.
  private void sayWhyItWaits() {
    var details = run.statusDetails();
    var why = details == null ? null : details.diagnosis();
    if (details != null
        && why != null
        && passes(why, details.retryAt())
        && !why.code().equals(saidWhy)) {
      saidWhy = why.code();
      call.console()
          .complain("Warning: " + Console.words(why) + "\n  It is tried again by itself.");
    }
  }

  /// What does not, ends the run in a moment, and is told then.
  private static boolean passes(Diagnosis why, @Nullable String retryAt) {
    return retryAt != null || why.code().equals(Cause.CAPACITY_MISSING.id());
  }

  static boolean isOver(JobRun run) {
    return "completed".equals(run.status()) || "failed".equals(run.status());
  }

  private String failure() {
    var details = run.statusDetails();
    if (details != null && details.diagnosis() != null) {
      return Console.words(details.diagnosis());
    }
    return "Job run '"
        + name()
        + "' failed"
        + (details == null ? "" : JobRunView.failures(details));
  }

  private static String hint(String run) {
    return "Run 'windlass jobrun events -n "
        + run
        + "' to get the system events of the job run instances.\nRun 'windlass jobrun logs -n "
        + run
        + "' to get what the job run instances printed.";
  }

  static void hints(Call call, String run) {
    call.console()
        .progress(
            "Run 'windlass jobrun events -n "
                + run
                + "' to get the system events of the job run instances.");
    call.console()
        .progress(
            "Run 'windlass jobrun logs -f -n "
                + run
                + "' to follow the logs of the job run instances.");
  }
}
