// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;

/// Quotas that are used up, in the words of IBM Cloud Container Registry.
final class Quotas {
  private static final Answer TRAFFIC =
      Answer.error(
          403,
          "DENIED",
          "You have exceeded your pull traffic quota for the current month. Review your pull"
              + " traffic quota and pricing plan.");

  static final Family FAMILY =
      Family.of(
          "Quotas",
          Fault.of(
                  "traffic-quota",
                  "Answers 403 DENIED to GET of a manifest; HEAD is good.",
                  Cause.TRAFFIC_QUOTA,
                  onGet(TRAFFIC))
              .with(Healthy.LOGIN),
          Fault.of(
                  "traffic-quota-newer",
                  "The same in the words that the registry uses today.",
                  Cause.TRAFFIC_QUOTA,
                  onGet(
                      Answer.error(
                          403,
                          "DENIED",
                          "Your account has exceeded its pull traffic quota for the current"
                              + " month.")))
              .with(Healthy.LOGIN),
          Fault.of(
                  "traffic-quota-head",
                  "Answers 403 to HEAD of a manifest too, which cannot say why.",
                  Cause.TRAFFIC_QUOTA,
                  Healthy.REGISTRY.butManifests(_ -> TRAFFIC))
              .with(Healthy.LOGIN),
          Fault.of(
                  "traffic-quota-blobs",
                  "Gives the manifest and answers 403 DENIED to all blobs.",
                  Cause.TRAFFIC_QUOTA,
                  Healthy.REGISTRY.butBlobs(_ -> TRAFFIC))
              .with(Healthy.LOGIN),
          stored(
              "storage-quota",
              "Answers 403 DENIED when an upload begins; pulls are good.",
              "You have exceeded your storage quota. Delete one or more images, or review your"
                  + " storage quota and pricing plan."),
          stored(
              "storage-quota-newer",
              "The same in the words that the registry uses today.",
              "Your account has exceeded its image storage quota for the current month."));

  private Quotas() {}

  private static Behaviour onGet(Answer refusal) {
    return Healthy.REGISTRY.butManifests(
        ask -> ask.isHead() ? Healthy.REGISTRY.answer(ask) : refusal);
  }

  private static Fault stored(String name, String says, String message) {
    Behaviour refusing =
        Healthy.REGISTRY
            .butUploads(_ -> Answer.error(403, "DENIED", message))
            .butBlobs(Quotas::notYetThere);
    return Fault.of(name, says, Cause.STORAGE_QUOTA, refusing).with(Healthy.LOGIN).pushed();
  }

  /// Clients look first whether they have to upload at all.
  private static Answer notYetThere(Ask ask) {
    return ask.isHead()
        ? Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry")
        : Healthy.REGISTRY.answer(ask);
  }
}
