// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Reconciler.Next;
import java.util.List;

/// What to do now for one app, and when to look again.
record Plan(List<Step> steps, Next next) {
  /// Looks at nothing but the world it is given.
  static Plan of(World world) {
    return new Planning(world).plan();
  }
}
