// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Key;
import dev.windlass.engine.Observations.AppObserved;
import dev.windlass.engine.RevisionSpec;
import dev.windlass.ingress.Host;
import dev.windlass.ingress.Split;
import java.util.List;
import java.util.Map;

/// One thing to do. All of them may be done twice.
sealed interface Step {
  /// Make a revision.
  record Found(Key revision, RevisionSpec spec) implements Step {}

  /// Write down how the app is.
  record Describe(AppObserved app) implements Step {}

  /// Write down how a revision is.
  ///
  /// @param ready instances that can take requests
  record Judge(Revision revision, Verdict verdict, int ready) implements Step {}

  /// Bring the image and start these, where they have ended remove what is left of them first.
  record Launch(Revision revision, List<Slot> slots) implements Step {}

  /// Start one whose container is made.
  record Begin(Revision revision, Replica replica) implements Step {}

  /// Give up a launch that is under way.
  record Abandon(Revision revision) implements Step {}

  /// See whether it can take requests.
  record Probe(Replica replica, Probing probing) implements Step {}

  /// See whether it is still alive.
  record Pulse(Replica replica, Probing probing) implements Step {}

  /// Make it end, since it is not alive any more; it is started again like one that crashed.
  record End(Replica replica, String problem) implements Step {}

  /// Write what it mounts again.
  record Remount(Revision revision) implements Step {}

  /// @param hosts to which of the ways each host leads
  /// @param tags the same of those that the app has besides, unless another app has them
  record Serve(Map<Host, Split> hosts, Map<Host, Split> tags, List<Way> ways) implements Step {}

  record Unserve() implements Step {}

  /// Remember that it gets no more requests from now on.
  record Drain(Replica replica) implements Step {}

  record Stop(Replica replica) implements Step {}

  /// Stop it in the middle, since nothing is asked of it.
  record Freeze(Replica replica) implements Step {}

  /// Let it go on.
  record Thaw(Replica replica) implements Step {}

  /// Make its container, but do not start it.
  record Prepare(Revision revision, Slot slot) implements Step {}

  /// Remove the revision from the store.
  record Forget(Revision revision) implements Step {}
}
