// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

/// By which of its two addresses a request reached the registry.
enum Side {
  PUBLIC,
  /// The network behind the registry, where pulls are free.
  PRIVATE
}
