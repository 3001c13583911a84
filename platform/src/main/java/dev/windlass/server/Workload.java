// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The fields that apps, jobs and job runs have in common.
final class Workload {
  private static final int MOST_ITEMS = 100;
  private static final int LONGEST_ARGUMENT = 1 << 16;
  private static final Pattern FOLDER = Pattern.compile("/([^/\\x00]+/?)+");

  private static final Shape MOUNT =
      Shape.of("a volume mount")
          .needs("type", Rule.oneOf("config_map", "secret"))
          .needs("reference", Names.OF_REFERENCE)
          .needs("mount_path", Rule.text(2, 256, FOLDER, "an absolute path other than /"))
          .may("sub_path", Rule.text(1000))
          .may("read_only", Rule.flag())
          .ignores(Set.of("name"));

  /// What only answers have, and nobody has to take out before sending one back.
  static final Set<String> ANSWERED =
      Set.of(
          "build",
          "build_run",
          "computed_env_variables",
          "created_at",
          "entity_tag",
          "href",
          "id",
          "project_id",
          "region",
          "resource_type",
          "status",
          "status_details",
          "warnings");

  private Workload() {}

  static Map<String, Rule> fields() {
    var fields = new LinkedHashMap<String, Rule>();
    fields.put("image_secret", Names.OF_REFERENCE);
    fields.put("run_arguments", new Rule.Items(MOST_ITEMS, Rule.text(LONGEST_ARGUMENT)));
    fields.put("run_as_user", Rule.number(0, Integer.MAX_VALUE));
    fields.put("run_commands", new Rule.Items(MOST_ITEMS, Rule.text(LONGEST_ARGUMENT)));
    fields.put("run_compute_resource_token_enabled", Rule.flag());
    fields.put("run_env_variables", new Rule.Items(MOST_ITEMS, new EnvironmentRule()));
    fields.put("run_service_account", Rule.oneOf("default", "manager", "none", "reader", "writer"));
    fields.put("run_volume_mounts", new Rule.Items(MOST_ITEMS, MOUNT));
    fields.put("scale_cpu_limit", Amounts.CPU);
    fields.put("scale_ephemeral_storage_limit", Amounts.BYTES);
    fields.put("scale_memory_limit", Amounts.BYTES);
    return fields;
  }

  /// What one field alone cannot tell.
  static void check(Map<String, Object> workload, Problems problems) {
    Amounts.check(workload, problems);
    if (workload.get("run_volume_mounts") instanceof List<?> mounts) {
      refuseSameFolder(mounts, problems);
    }
  }

  private static void refuseSameFolder(List<?> mounts, Problems problems) {
    var taken = new HashSet<String>();
    for (int i = 0; i < mounts.size(); i++) {
      if (mounts.get(i) instanceof Map<?, ?> mount
          && mount.get("mount_path") instanceof String path
          && !taken.add(path.replaceFirst("/+$", ""))) {
        problems.invalid(
            "run_volume_mounts[" + i + "].mount_path",
            path,
            "a folder that no other volume is mounted on");
      }
    }
  }
}
