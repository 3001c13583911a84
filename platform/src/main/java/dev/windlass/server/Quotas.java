// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.diagnose.Cause;

/// How many resources of each kind there may be in a project, and how many projects.
record Quotas(
    int projects,
    int apps,
    int revisions,
    int jobs,
    int jobRuns,
    int secrets,
    int configMaps,
    int outbounds) {
  static final Quotas STANDARD = new Quotas(20, 40, 120, 100, 100, 100, 100, 100);

  /// Refuses one more.
  static void refuseAbove(Noun noun, long now, String where) {
    if (now >= noun.most()) {
      throw Refused.of(
          409,
          new Problem(
                  "quota_exceeded",
                  "%s has %d %s, and the quota for %s is %d; delete some that are no longer needed"
                      .formatted(where, now, noun.quota(), noun.quota(), noun.most()),
                  "")
              .because(
                  Cause.QUOTA_REACHED,
                  "see which there are, and delete what is not needed: windlass %s list"
                      .formatted(noun.command())));
    }
  }
}
