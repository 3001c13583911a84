// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// How asking for the digest behind a reference ended.
public sealed interface Resolution permits Resolution.Resolved, Failure {
  /// The digest of what the reference names: of the index, where it names one.
  record Resolved(Reference.Pinned image) implements Resolution {}
}
