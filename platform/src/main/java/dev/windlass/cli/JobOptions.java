// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static dev.windlass.cli.Option.flag;
import static dev.windlass.cli.Option.one;

import java.util.ArrayList;
import java.util.List;

/// The options of the job and job run commands.
final class JobOptions {
  private static final String PIN =
      "Whether all instances are of the image that the tag names at the beginning, or each of the one"
          + " that it names when it starts.";

  private JobOptions() {}

  static List<Option> create() {
    var all = image(true);
    all.addAll(job(true));
    all.addAll(WorkloadOptions.resources(true));
    all.addAll(WorkloadOptions.process());
    all.addAll(end(true));
    all.addAll(WorkloadOptions.build());
    return all;
  }

  static List<Option> update() {
    var all = image(true);
    all.add(WorkloadOptions.registrySecretClear());
    all.addAll(job(false));
    all.addAll(WorkloadOptions.resources(false));
    all.addAll(WorkloadOptions.process());
    all.addAll(WorkloadOptions.removals());
    all.addAll(end(true));
    all.addAll(WorkloadOptions.build());
    all.addAll(WorkloadOptions.buildRemovals());
    return all;
  }

  static List<Option> submit() {
    var all = new ArrayList<Option>();
    all.add(one("NAME", "The job to run.", "--job", "-j"));
    all.addAll(image(false));
    all.addAll(job(true));
    all.add(sizeOverride());
    all.addAll(WorkloadOptions.resources(true));
    all.addAll(WorkloadOptions.process());
    all.addAll(end(false));
    return all;
  }

  static List<Option> resubmit() {
    var all = new ArrayList<Option>();
    all.add(one("NAME", "The job run to run again.", "--jobrun", "-j").mustBeGiven());
    all.add(one("NAME", "The name of the new job run.", "--name", "-n"));
    all.addAll(job(false));
    all.add(sizeOverride());
    all.addAll(WorkloadOptions.resources(false));
    all.addAll(WorkloadOptions.process());
    all.addAll(WorkloadOptions.removals());
    all.addAll(end(false));
    return all;
  }

  private static List<Option> image(boolean ofJob) {
    var all = new ArrayList<Option>();
    all.add(
        ofJob
            ? CommonOptions.name("job")
            : one("NAME", "The name of the job run.", "--name", "-n"));
    all.add(WorkloadOptions.image());
    all.add(WorkloadOptions.registrySecret());
    return all;
  }

  private static Option sizeOverride() {
    return one(
        "N",
        "What JOB_ARRAY_SIZE says in the instances.",
        "--array-size-var-override",
        "--array-size-variable-override",
        "--asvo");
  }

  private static List<Option> job(boolean creates) {
    return List.of(
        one(
                "SPEC",
                "Which indexes to run, such as 1,3 or 0-9.",
                "--array-indexes",
                "--array-indices",
                "--ai")
            .preset(creates ? "0" : ""),
        one("N", "Run indexes 0 to N-1.", "--array-size", "--as", "--instances", "--is")
            .preset(creates ? "1" : ""),
        one("SECONDS", "Longest time for an instance.", "--maxexecutiontime", "--met")
            .preset(creates ? "7200" : ""),
        one("N", "How often to try an index again.", "--retrylimit", "-r")
            .preset(creates ? "3" : ""),
        one("run|instance", PIN, "--pin").preset(creates ? "run" : ""),
        one("MODE", "task, or daemon for what never ends.", "--mode")
            .preset(creates ? "task" : ""));
  }

  private static List<Option> end(boolean waits) {
    return CommonOptions.with(
        CommonOptions.wait(waits, 600), CommonOptions.OUTPUT, CommonOptions.QUIET);
  }

  static List<Option> delete() {
    return CommonOptions.with(
        CommonOptions.delete("job"), flag("Keep the runs of the job.", "--orphan-job-runs", "-o"));
  }

  static List<Option> runList() {
    return CommonOptions.with(
        List.of(one("NAME", "Only the runs of this job.", "--job", "-j")),
        CommonOptions.SORT_BY,
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  static List<Option> runDelete() {
    return List.of(
        one("NAME", "The job run to delete.", "--name", "-n"),
        one("NAME", "Delete all runs of this job.", "--job", "-j"),
        CommonOptions.FORCE,
        CommonOptions.IGNORE_NOT_FOUND,
        CommonOptions.QUIET);
  }

  private static Option jobRun() {
    return one("NAME", "The job run; all its instances.", "--jobrun", "-j", "--name", "-n");
  }

  private static Option instance() {
    return one("NAME", "One instance.", "--instance", "-i");
  }

  static List<Option> restart() {
    return List.of(jobRun(), instance(), CommonOptions.QUIET);
  }

  static List<Option> runLogs() {
    return List.of(
        jobRun(),
        instance(),
        CommonOptions.FOLLOW,
        CommonOptions.TAIL,
        CommonOptions.TIMESTAMPS,
        CommonOptions.RAW,
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  static List<Option> runEvents() {
    return List.of(jobRun(), instance(), CommonOptions.OUTPUT, CommonOptions.QUIET);
  }
}
