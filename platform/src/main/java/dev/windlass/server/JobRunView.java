// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.JobRunPrototype;
import dev.windlass.engine.ArraySpec;
import dev.windlass.engine.Observations.IndexObserved;
import dev.windlass.engine.Observations.JobRunObserved;
import dev.windlass.engine.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A job run, as it is answered.
record JobRunView(Site site, Home home) {
  Map<String, Object> of(Resource<JobRunPrototype, JobRunObserved> run) {
    String name = run.key().name();
    var view = View.of(run, "job_run_v2", site.href("projects", home.id(), "job_runs", name));
    Defaults.ofJob(view);
    view.put("computed_env_variables", computed(name, view));
    view.put("status", run.observed().status());
    view.put(
        "status_details", details(run.observed(), String.valueOf(view.get("scale_array_spec"))));
    View.put(view, "image_digest", run.observed().digest());
    return view;
  }

  private List<Map<String, Object>> computed(String name, Map<String, Object> view) {
    var computed = new ArrayList<Map<String, Object>>();
    if (view.get("job_name") instanceof String job) {
      computed.add(View.literal("CE_JOB", job));
    }
    computed.add(View.literal("CE_JOBRUN", name));
    computed.addAll(View.computed(home));
    computed.addAll(computed(view));
    return computed;
  }

  /// What follows from the array, the mode and the retries alone.
  static List<Map<String, Object>> computed(Map<String, Object> view) {
    int indices = ArraySpec.parse(String.valueOf(view.get("scale_array_spec"))).indices().size();
    Object size = view.getOrDefault("scale_array_size_variable_override", indices);
    return List.of(
        View.literal("JOB_ARRAY_SIZE", String.valueOf(size)),
        View.literal("JOB_MODE", String.valueOf(view.get("run_mode"))),
        View.literal("JOB_RETRY_LIMIT", String.valueOf(view.get("scale_retry_limit"))));
  }

  private static Map<String, Object> details(JobRunObserved observed, String array) {
    var details = new TreeMap<String, Object>();
    var indices = ArraySpec.parse(array).indices();
    details.put("requested", indices.size());
    for (String status : List.of("failed", "pending", "running", "succeeded", "unknown")) {
      List<Integer> those =
          indices.stream().filter(index -> status(observed, index).equals(status)).toList();
      details.put(status, those.size());
      if (!those.isEmpty() && !status.equals("unknown")) {
        details.put(status + "_indices", ArraySpec.ranges(those));
      }
    }
    View.put(details, "start_time", observed.startTime());
    View.put(details, "completion_time", observed.completionTime());
    if (!observed.indices().isEmpty()) {
      details.put("indices_details", each(observed));
    }
    if (!observed.status().equals("completed")) {
      View.why(details, observed.diagnosis(), observed.retryAt());
    }
    return details;
  }

  private static String status(JobRunObserved observed, int index) {
    IndexObserved seen = observed.indices().get(String.valueOf(index));
    return seen == null ? "pending" : seen.status();
  }

  private static Map<String, Object> each(JobRunObserved observed) {
    var each = new TreeMap<String, Object>();
    observed.indices().forEach((index, seen) -> each.put(index, one(seen)));
    return each;
  }

  private static Map<String, Object> one(IndexObserved seen) {
    var one = new TreeMap<String, Object>();
    one.put("status", seen.status());
    one.put("retries", seen.retries());
    View.put(one, "started_at", seen.startedAt());
    View.put(one, "finished_at", seen.finishedAt());
    View.put(one, "last_failure_reason", seen.lastFailureReason());
    return one;
  }
}
