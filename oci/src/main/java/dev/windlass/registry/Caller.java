// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

/// Who somebody is to the registry.
enum Caller {
  /// Knows the API key.
  OWNER,
  /// Gave no name, and is on this machine.
  LOCAL,
  /// Gave no name, and is somewhere else.
  STRANGER
}
