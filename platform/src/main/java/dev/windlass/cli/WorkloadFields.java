// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.EnvVar;
import dev.windlass.api.Fields;
import dev.windlass.api.VolumeMount;
import java.util.List;

/// What the options that apps, jobs and job runs share say, as fields of a request. Only what was
/// given is sent: what was not has the server's default, or stays as it is.
final class WorkloadFields {
  private final Options options;
  private final Fields fields = new Fields();

  private WorkloadFields(Options options) {
    this.options = options;
  }

  /// @param env the variables until now
  /// @param mounts the mounts until now
  static Fields of(Options options, List<EnvVar> env, List<VolumeMount> mounts) {
    var read = new WorkloadFields(options);
    read.image();
    read.process();
    if (EnvChange.isAsked(options)) {
      read.fields.set("run_env_variables", EnvChange.apply(options, env));
    }
    if (MountChange.isAsked(options)) {
      read.fields.set("run_volume_mounts", MountChange.apply(options, mounts));
    }
    read.text("cpu", "scale_cpu_limit");
    read.text("memory", "scale_memory_limit");
    read.text("ephemeral-storage", "scale_ephemeral_storage_limit");
    return read.fields;
  }

  private void image() {
    text("image", "image_reference");
    text("registry-secret", "image_secret");
    if (options.flag("registry-secret-clear")) {
      fields.remove("image_secret");
    }
  }

  private void process() {
    list("command", "commands-clear", "run_commands");
    list("argument", "arguments-clear", "run_arguments");
    text("service-account", "run_service_account");
    if (options.flag("service-account-clear")) {
      fields.remove("run_service_account");
    }
    number(options, fields, "user", "run_as_user");
  }

  private void list(String option, String clear, String field) {
    if (options.flag(clear)) {
      fields.set(field, List.of());
    }
    if (options.has(option)) {
      fields.set(field, options.all(option));
    }
  }

  private void text(String option, String field) {
    if (options.has(option)) {
      fields.set(field, options.get(option));
    }
  }

  static void number(Options options, Fields fields, String option, String field) {
    if (options.has(option)) {
      fields.set(field, options.number(option, 0));
    }
  }
}
