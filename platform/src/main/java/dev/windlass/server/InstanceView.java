// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Instance;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// An instance of an app or of a job run, as it is answered.
///
/// @param workload the revision or the job run, as it is answered
record InstanceView(Home home, String type, Map<String, Object> workload) {
  Map<String, Object> of(Instance instance) {
    var view = new TreeMap<String, Object>();
    view.put("name", instance.name());
    view.put("id", id(instance));
    view.put("created_at", View.time(instance.createdAt()));
    view.put("project_id", home.id());
    view.put("region", Site.REGION);
    view.put("resource_type", type);
    for (var field : new String[] {"cpu", "ephemeral_storage", "memory"}) {
      String limit = "scale_" + field + "_limit";
      View.put(view, limit, workload.get(limit));
    }
    view.put("status", instance.status());
    view.put(
        "status_details",
        Map.of("restarts", instance.restarts(), "user_container", container(instance)));
    return view;
  }

  private String id(Instance instance) {
    String unique = home.id() + "/" + instance.name() + "/" + instance.createdAt();
    return UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Map<String, Object> container(Instance instance) {
    var container = new TreeMap<String, Object>();
    boolean over = instance.status().equals("succeeded") || instance.status().equals("failed");
    container.put("current_state", over ? ended(instance) : alive(instance));
    if (!over && instance.exitCode() != null) {
      container.put("last_observed_state", ended(instance));
    }
    return container;
  }

  private static Map<String, Object> alive(Instance instance) {
    var state = new TreeMap<String, Object>();
    state.put("container_status", instance.status());
    if (!instance.reason().isEmpty()) {
      state.put("reason", instance.reason());
    }
    if (instance.status().equals("running")) {
      View.put(state, "started_at", instance.startedAt());
    }
    return state;
  }

  private static Map<String, Object> ended(Instance instance) {
    var state = new TreeMap<String, Object>();
    state.put("container_status", "terminated");
    if (!instance.reason().isEmpty()) {
      state.put("reason", instance.reason());
    }
    View.put(state, "exit_code", instance.exitCode());
    View.put(state, "started_at", instance.startedAt());
    View.put(state, "completed_at", instance.finishedAt());
    return state;
  }
}
