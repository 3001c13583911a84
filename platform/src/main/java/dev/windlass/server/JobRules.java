// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which jobs and job runs there may be.
final class JobRules {
  private static final int MOST_INDICES = 1000;

  static final Shape JOB =
      Shape.of("a job")
          .needs("image_reference", Names.OF_IMAGE)
          .needs("name", Names.OF_JOB)
          .may(fields())
          .ignores(Workload.ANSWERED);

  static final Shape RUN =
      Shape.of("a job run")
          .may("image_reference", Names.OF_IMAGE)
          .may("job_name", Names.OF_JOB)
          .may("name", Names.OF_JOB_RUN)
          .may(fields())
          .may("scale_array_size_variable_override", Rule.number(1, MOST_INDICES))
          .ignores(Workload.ANSWERED)
          .ignores(Set.of("cron_subscription"));

  /// A run of a job is of its image, and has its rights.
  private static final List<String> FIXED_BY_JOB =
      List.of("image_reference", "image_secret", "run_service_account");

  private JobRules() {}

  private static Map<String, Rule> fields() {
    var fields = new LinkedHashMap<>(Workload.fields());
    fields.put("image_pin", Rule.oneOf("instance", "run"));
    fields.put("run_mode", Rule.oneOf("daemon", "task"));
    fields.put("scale_array_spec", Amounts.ARRAY);
    fields.put("scale_max_execution_time", Rule.number(1, 86_400));
    fields.put("scale_retry_limit", Rule.number(0, 5));
    return fields;
  }

  static List<Problem> problems(Map<String, Object> job) {
    var problems = new Problems();
    JOB.check(job, problems);
    Workload.check(job, problems);
    return problems.all();
  }

  /// What is wrong with what somebody sent to start a run with.
  static List<Problem> requestProblems(Map<String, Object> run) {
    var problems = new Problems();
    RUN.check(run, problems);
    if (run.containsKey("job_name")) {
      FIXED_BY_JOB.stream()
          .filter(run::containsKey)
          .forEach(field ->
              problems.invalid(
                  field,
                  field
                      + " cannot be given together with job_name: it is the job's; leave it out,"
                      + " or change the job",
                  Cause.IMAGE_FIXED,
                  ""));
      return problems.all();
    }
    List.of("image_reference", "name").stream()
        .filter(field -> !run.containsKey(field))
        .forEach(field -> problems.missing(field, "there, unless job_name is"));
    Workload.check(run, problems);
    return problems.all();
  }

  /// What is wrong with a run of a job, both together.
  static List<Problem> runProblems(Map<String, Object> run) {
    var problems = new Problems();
    Workload.check(run, problems);
    return problems.all();
  }

  static void refuseAbove(int mostBytes, String what, Object wanted) {
    int bytes = Typed.size(wanted);
    if (bytes > mostBytes) {
      throw Refused.of(
          400,
          new Problem(
                  "bad_request",
                  "size limit exceeded: %s takes %,d bytes; it needs to be at most %,d"
                      .formatted(what, bytes, mostBytes),
                  "")
              .because(
                  Cause.RUN_TOO_BIG,
                  "keep what is long in a config map: windlass configmap create --name NAME --from-file FILE"));
    }
  }
}
