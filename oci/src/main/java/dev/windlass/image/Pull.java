// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// How a pull ended.
public sealed interface Pull permits Pull.Pulled, Failure {
  /// @param fetched bytes that came over the network; 0 when all was here already
  record Pulled(Image image, long fetched) implements Pull {}
}
