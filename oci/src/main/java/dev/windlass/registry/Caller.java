// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.ApiKey;

/// Who somebody is to the registry, as tokens carry it.
///
/// @param id what the registry knows him by
record Caller(String id) {
  private static final String KEY = "key:";

  /// Knows the API key of the engine.
  static final Caller OWNER = new Caller("owner");

  /// Gave no name, and is on this machine.
  static final Caller LOCAL = new Caller("local");

  /// Gave no name, and is somewhere else.
  static final Caller STRANGER = new Caller("stranger");

  static Caller of(ApiKey key) {
    return new Caller(KEY + key.id());
  }

  boolean isNameless() {
    return equals(LOCAL) || equals(STRANGER);
  }

  /// For lists of events: the id of the key, or who he is without one.
  String shown() {
    return key().isEmpty() ? id : key();
  }

  /// The id of the API key that he signed in with; empty when it was another way.
  String key() {
    return id.startsWith(KEY) ? id.substring(KEY.length()) : "";
  }
}
