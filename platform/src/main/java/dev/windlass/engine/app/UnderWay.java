// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

/// What is known of the requests under way.
interface UnderWay {
  /// Whether an instance to which no more requests are sent still works on some.
  boolean serves(String instance);
}
