// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.diagnose.Cause;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Store;
import java.time.Duration;

/// Tells what happens to a revision, to those who look at it and to those who look at its app.
record Journal(Store store) {
  void normal(Revision revision, String reason, String instance, String message) {
    tell(revision, "Normal", reason, instance, message);
  }

  void warning(Revision revision, String reason, String instance, String message) {
    tell(revision, "Warning", reason, instance, message);
  }

  /// An instance does not start or does not go on. What it printed is in its log; without it the
  /// same end is told once, with a count.
  void failed(Revision revision, String instance, Trouble trouble) {
    var words = trouble.diagnosis(revision);
    var message = trouble instanceof Trouble.Exited ? words.problem() : words.line();
    warning(revision, "Failed", instance, "Error: " + message);
  }

  /// An instance was killed, since it went on when it was asked to end.
  void ignoredSigterm(Replica replica, Duration grace) {
    var message =
        "The container user-container did not end within %d s of SIGTERM and was killed (%s): %s"
            .formatted(grace.toSeconds(), Cause.SIGTERM_IGNORED, Cause.SIGTERM_IGNORED.remedy());
    store.record(Kind.APP, replica.app(), "Warning", "ExceededGracePeriod", replica.id(), message);
  }

  /// An instance is ended, since its liveness probe failed as often as it may.
  void dead(Replica replica, String problem) {
    tell(replica, "Warning", "Unhealthy", "Liveness probe failed: " + problem);
    tell(
        replica,
        "Normal",
        "Killing",
        "Container user-container failed liveness probe, will be restarted");
  }

  private void tell(Replica replica, String type, String reason, String message) {
    var revision = new Key(replica.app().project(), replica.revision());
    store.record(Kind.REVISION, revision, type, reason, replica.id(), message);
    store.record(Kind.APP, replica.app(), type, reason, replica.id(), message);
  }

  private void tell(
      Revision revision, String type, String reason, String instance, String message) {
    store.record(Kind.REVISION, revision.key(), type, reason, instance, message);
    store.record(Kind.APP, revision.app(), type, reason, instance, message);
  }
}
