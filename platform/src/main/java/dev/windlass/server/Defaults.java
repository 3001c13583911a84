// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What an answer says where the user said nothing. What is stored stays as it was asked for.
final class Defaults {
  static final String CPU = "1";
  static final String MEMORY = "4G";
  static final String STORAGE = Quantity.STORAGE;

  private static final Map<String, Object> WORKLOAD =
      Map.of(
          "run_arguments",
          List.of(),
          "run_commands",
          List.of(),
          "run_env_variables",
          List.of(),
          "run_volume_mounts",
          List.of(),
          "run_service_account",
          "default",
          "run_compute_resource_token_enabled",
          false,
          "scale_cpu_limit",
          CPU,
          "scale_memory_limit",
          MEMORY,
          "scale_ephemeral_storage_limit",
          STORAGE);

  private static final Map<String, Object> REVISION =
      Map.of(
          "image_port", 8080L,
          "scale_concurrency", 100L,
          "scale_down_delay", 0L,
          "scale_initial_instances", 1L,
          "scale_max_instances", 10L,
          "scale_min_instances", 0L,
          "scale_request_timeout", 300L);

  private static final Map<String, Object> JOB =
      Map.of(
          "image_pin",
          "run",
          "run_mode",
          "task",
          "scale_array_spec",
          "0",
          "scale_max_execution_time",
          7200L,
          "scale_retry_limit",
          3L);

  private static final Map<String, Object> PROBE =
      Map.of("interval", 10L, "timeout", 1L, "failure_threshold", 1L);

  private Defaults() {}

  static void ofApp(Map<String, Object> app) {
    app.putIfAbsent("managed_domain_mappings", "local_public");
    ofRevision(app);
  }

  static void ofRevision(Map<String, Object> revision) {
    fill(revision, WORKLOAD);
    fill(revision, REVISION);
    revision.putIfAbsent("scale_concurrency_target", revision.get("scale_concurrency"));
    probe(revision, "probe_liveness");
    probe(revision, "probe_readiness");
    mounts(revision);
  }

  static void ofJob(Map<String, Object> job) {
    fill(job, WORKLOAD);
    fill(job, JOB);
    mounts(job);
  }

  private static void fill(Map<String, Object> resource, Map<String, Object> defaults) {
    defaults.forEach(resource::putIfAbsent);
  }

  private static void probe(Map<String, Object> revision, String field) {
    if (revision.get(field) instanceof Map<?, ?> probe) {
      revision.put(field, with(probe, PROBE));
    }
  }

  private static void mounts(Map<String, Object> workload) {
    if (workload.get("run_volume_mounts") instanceof List<?> mounts) {
      workload.put(
          "run_volume_mounts",
          mounts.stream()
              .map(mount -> with((Map<?, ?>) mount, Map.of("read_only", true)))
              .toList());
    }
  }

  private static Map<String, Object> with(Map<?, ?> given, Map<String, Object> defaults) {
    var filled = new TreeMap<String, Object>(defaults);
    given.forEach((key, value) -> filled.put((String) key, value));
    return filled;
  }
}
