// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

/// What names that the engine made say about where they come from.
final class Names {
  private static final String DEPLOYMENT = "-deployment-";

  private Names() {}

  /// Of a revision `web-00001`, or an instance `web-00001-deployment-6c9b5cf966-wjs44`: `web`.
  static String appOf(String name) {
    var revision = revisionOf(name);
    int dash = revision.lastIndexOf('-');
    if (dash <= 0) {
      throw CommandFailed.misused(
          "'" + name + "' is not the name of a revision, which looks like web-00001");
    }
    return revision.substring(0, dash);
  }

  static String revisionOf(String instance) {
    int end = instance.lastIndexOf(DEPLOYMENT);
    return end < 0 ? instance : instance.substring(0, end);
  }

  /// Of an instance `myjobrun-1-0`: `myjobrun`.
  static String jobRunOf(String instance) {
    int attempt = instance.lastIndexOf('-');
    int index = attempt <= 0 ? -1 : instance.lastIndexOf('-', attempt - 1);
    if (index <= 0) {
      throw CommandFailed.misused(
          "'" + instance + "' is not the name of an instance, which looks like myjobrun-1-0");
    }
    return instance.substring(0, index);
  }
}
