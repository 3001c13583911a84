// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.EnvVar;
import dev.windlass.api.Fields;
import dev.windlass.api.VolumeMount;
import java.util.List;

/// What the options of `app create` and `app update` say, as fields of a request.
final class AppFields {
  private AppFields() {}

  static Fields of(Options options, List<EnvVar> env, List<VolumeMount> mounts) {
    var fields = WorkloadFields.of(options, env, mounts);
    if (options.has("port")) {
      var port = PortForm.parse(options.get("port"));
      fields.set("image_port", port.number());
      port.name().ifPresent(name -> fields.set("image_port_name", name));
    }
    visibility(options, fields);
    probe(options, fields, "probe-live", "probe-live-clear", "probe_liveness");
    probe(options, fields, "probe-ready", "probe-ready-reset", "probe_readiness");
    WorkloadFields.number(options, fields, "concurrency", "scale_concurrency");
    WorkloadFields.number(options, fields, "concurrency-target", "scale_concurrency_target");
    WorkloadFields.number(options, fields, "min-scale", "scale_min_instances");
    WorkloadFields.number(options, fields, "max-scale", "scale_max_instances");
    WorkloadFields.number(options, fields, "request-timeout", "scale_request_timeout");
    WorkloadFields.number(options, fields, "scale-down-delay", "scale_down_delay");
    return fields;
  }

  private static void visibility(Options options, Fields fields) {
    options.atMostOne("visibility", "cluster-local");
    options.atMostOne("visibility", "no-cluster-local");
    if (options.has("visibility")) {
      fields.set("managed_domain_mappings", mapping(options.get("visibility")));
    } else if (options.flag("cluster-local")) {
      fields.set("managed_domain_mappings", "local");
    } else if (options.flag("no-cluster-local")) {
      fields.set("managed_domain_mappings", "local_public");
    }
  }

  private static String mapping(String visibility) {
    return switch (visibility) {
      case "public" -> "local_public";
      case "private" -> "local_private";
      case "project" -> "local";
      default ->
          throw CommandFailed.misused(
              "--visibility is '" + visibility + "', needs to be public, private or project");
    };
  }

  private static void probe(
      Options options, Fields fields, String option, String clear, String field) {
    if (options.has(option)) {
      fields.set(field, ProbeForm.parse(option, options.all(option)));
    } else if (options.flag(clear)) {
      fields.remove(field);
    }
  }
}
