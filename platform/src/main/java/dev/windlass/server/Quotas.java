// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

/// How many resources of each kind there may be in a project, and how many projects.
record Quotas(
    int projects, int apps, int revisions, int jobs, int jobRuns, int secrets, int configMaps) {
  static final Quotas STANDARD = new Quotas(20, 40, 120, 100, 100, 100, 100);

  /// Refuses one more.
  static void refuseAbove(int most, long now, String what, String where) {
    if (now >= most) {
      throw Refused.conflict(
          "quota_exceeded",
          "%s has %d %s, and the quota for %s is %d; delete some that are no longer needed"
              .formatted(where, now, what, what, most));
    }
  }
}
