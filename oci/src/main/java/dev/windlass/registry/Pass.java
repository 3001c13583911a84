// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.List;

/// What a client showed to be let in: who it is and what it was granted.
///
/// @param scopes with nothing in them for a client that may only knock
record Pass(Caller caller, List<Scope> scopes) {
  /// What somebody has who is about to ask for more.
  static final Pass NONE = new Pass(Caller.STRANGER, List.of());

  Pass {
    scopes = List.copyOf(scopes);
  }

  boolean covers(List<Scope> needs) {
    return needs.stream().allMatch(need -> scopes.stream().anyMatch(s -> s.covers(need)));
  }
}
