// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which apps there may be.
final class AppRules {
  private static final List<Long> RESERVED_PORTS =
      List.of(8008L, 8012L, 8022L, 9090L, 9091L, 15090L);
  private static final Pattern PATH = Pattern.compile("/.*");
  private static final Rule PORT = Rule.number(1, 65_535);

  private static final Shape PROBE =
      Shape.of("a probe")
          .may("type", Rule.oneOf("http", "tcp"))
          .may("path", Rule.text(1, 2048, PATH, "beginning with /"))
          .may("port", Rule.number(0, 65_535))
          .may("interval", Rule.number(1, 60))
          .may("initial_delay", Rule.number(0, 10))
          .may("timeout", Rule.number(1, 3600))
          .may("failure_threshold", Rule.number(1, 10));

  static final Shape SHAPE =
      Shape.of("an app")
          .needs("image_reference", Names.OF_IMAGE)
          .needs("name", Names.OF_APP)
          .may("image_port", PORT)
          .may("image_port_name", Rule.oneOf("h2c", "http1"))
          .may("managed_domain_mappings", Rule.oneOf("local", "local_private", "local_public"))
          .may("probe_liveness", PROBE)
          .may("probe_readiness", PROBE)
          .may(Workload.fields())
          .may("scale_concurrency", Rule.number(1, 1000))
          .may("scale_concurrency_target", Rule.number(1, 1000))
          .may("scale_down_delay", Rule.number(0, 3600))
          .may("scale_initial_instances", Rule.number(0, 250))
          .may("scale_max_instances", Rule.number(0, 250))
          .may("scale_min_instances", Rule.number(0, 250))
          .may("scale_request_timeout", Rule.number(1, 600))
          .ignores(Workload.ANSWERED)
          .ignores(Set.of("endpoint", "endpoint_internal", "image_digest"));

  private AppRules() {}

  static List<Problem> problems(Map<String, Object> app) {
    var problems = new Problems();
    SHAPE.check(app, problems);
    Workload.check(app, problems);
    refuseReservedPort(app, problems);
    refuseMoreLeastThanMost(app, problems);
    refusePathOverTcp(app, "probe_liveness", problems);
    refusePathOverTcp(app, "probe_readiness", problems);
    return problems.all();
  }

  /// With the types that were left out.
  static Map<String, Object> complete(Map<String, Object> app) {
    var complete = new LinkedHashMap<>(EnvironmentRule.complete(app));
    for (String field : List.of("probe_liveness", "probe_readiness")) {
      if (app.get(field) instanceof Map<?, ?> probe && !probe.containsKey("type")) {
        String type = probe.containsKey("path") ? "http" : "tcp";
        complete.putAll(MergePatch.apply(complete, Map.of(field, Map.of("type", type))));
      }
    }
    return complete;
  }

  private static void refuseReservedPort(Map<String, Object> app, Problems problems) {
    Object port = app.getOrDefault("image_port", 0L);
    if (RESERVED_PORTS.contains(port)) {
      problems.invalid(
          "image_port", port, "none of the reserved ports 8008, 8012, 8022, 9090, 9091, 15090");
    }
  }

  private static void refuseMoreLeastThanMost(Map<String, Object> app, Problems problems) {
    if (problems.fine("scale_min_instances", "scale_max_instances")) {
      long least = (Long) app.getOrDefault("scale_min_instances", 0L);
      long most = (Long) app.getOrDefault("scale_max_instances", 10L);
      if (most > 0 && least > most) {
        problems.invalid(
            "scale_min_instances", least, "at most scale_max_instances, which is " + most);
      }
    }
  }

  private static void refusePathOverTcp(Map<String, Object> app, String field, Problems problems) {
    if (app.get(field) instanceof Map<?, ?> probe
        && "tcp".equals(probe.get("type"))
        && probe.get("path") instanceof String path) {
      problems.invalid(field + ".path", path, "left out for the type tcp, which asks no path");
    }
  }
}
