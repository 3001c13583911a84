// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.EnvVar;
import dev.windlass.api.Fields;
import dev.windlass.api.VolumeMount;
import java.util.List;

/// What the options of the job and job run commands say, as fields of a request.
final class JobFields {
  private JobFields() {}

  static Fields of(Options options, List<EnvVar> env, List<VolumeMount> mounts) {
    var fields = WorkloadFields.of(options, env, mounts);
    if (options.has("mode")) {
      fields.set("run_mode", options.get("mode"));
    }
    if (options.has("pin")) {
      fields.set("image_pin", options.get("pin"));
    }
    array(options, fields);
    WorkloadFields.number(options, fields, "maxexecutiontime", "scale_max_execution_time");
    WorkloadFields.number(options, fields, "retrylimit", "scale_retry_limit");
    WorkloadFields.number(
        options, fields, "array-size-var-override", "scale_array_size_variable_override");
    return fields;
  }

  private static void array(Options options, Fields fields) {
    options.atMostOne("array-indexes", "array-size");
    if (options.has("array-indexes")) {
      fields.set("scale_array_spec", options.get("array-indexes"));
    } else if (options.has("array-size")) {
      fields.set("scale_array_spec", ofSize(options.number("array-size", 1)));
    }
  }

  private static String ofSize(int size) {
    if (size < 1) {
      throw CommandFailed.misused("--array-size is " + size + ", needs to be 1 or more");
    }
    return size == 1 ? "0" : "0-" + (size - 1);
  }
}
