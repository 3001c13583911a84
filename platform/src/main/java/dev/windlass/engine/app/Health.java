// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

/// How an app is, in Code Engine's words.
enum Health {
  READY("ready", "ready"),
  DEPLOYING("deploying", "deploying"),
  OLD_ONE_SERVES("warning", "ready_but_latest_revision_failed"),
  DOWN("failed", "no_revision_ready");

  private final String status;
  private final String reason;

  Health(String status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  static Health of(Revision newest, Lineup lineup) {
    if (newest.wasReady()) {
      return lineup.sharing().revisions().stream().anyMatch(Health::answers) ? READY : DOWN;
    }
    if (!newest.troubled()) {
      return DEPLOYING;
    }
    return lineup.serving().isPresent() ? OLD_ONE_SERVES : DOWN;
  }

  private static boolean answers(Revision revision) {
    return !revision.troubled() || revision.observed().actualInstances() > 0;
  }

  String status() {
    return status;
  }

  String reason() {
    return reason;
  }
}
