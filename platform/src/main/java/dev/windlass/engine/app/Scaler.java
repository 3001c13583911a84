// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Key;
import java.util.List;

/// Says how many instances revisions need for what is asked of them.
interface Scaler {
  /// @param running how many of its instances run now
  int wanted(Revision revision, int running);

  /// How one instance waits while none is wanted.
  ///
  /// @param present how it waits now, or could at once
  Rung rung(Revision revision, Rung present);

  /// From now on the requests for this app go these ways, and no others.
  void serve(Key app, List<Way> ways);

  /// Requests for this app go nowhere any more.
  void forget(Key app);
}
