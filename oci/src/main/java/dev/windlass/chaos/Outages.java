// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;

/// A registry that is not well, or what stands before it and does not reach it.
final class Outages {
  static final Family FAMILY =
      Family.of(
          "Outages",
          failing("server-error", "500", Answer.error(500, "UNKNOWN", "unknown error")),
          failing("bad-gateway", "502 and a web page", Answer.page(502, "502 Bad Gateway")),
          failing(
              "unavailable",
              "503, and when to come back",
              Answer.error(503, "UNAVAILABLE", "service unavailable").with("Retry-After", "30")),
          failing(
              "gateway-timeout", "504 and a web page", Answer.page(504, "504 Gateway Time-out")),
          Fault.of(
              "blobs-unavailable",
              "Gives the manifest and answers 503 to all blobs.",
              Cause.REGISTRY_BROKEN,
              Healthy.REGISTRY.butBlobs(
                  _ -> Answer.error(503, "UNAVAILABLE", "service unavailable"))),
          Fault.of(
              "manifest-silent",
              "Takes the request for the manifest and does not answer.",
              Cause.NO_ANSWER,
              Healthy.REGISTRY.butManifests(_ -> Answer.empty(200).arriving(Delivery.SILENT))));

  private Outages() {}

  private static Fault failing(String name, String what, Answer answer) {
    return Fault.of(
        name,
        "Answers " + what + ".",
        Cause.REGISTRY_BROKEN,
        Healthy.REGISTRY.butManifests(_ -> answer).butBlobs(_ -> answer).butTags(_ -> answer));
  }
}
