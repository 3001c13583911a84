// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// What a registry said to one question.
public sealed interface Told<T> {
  /// @param allowance how often one may still ask, when the registry says so
  record Yes<T>(T content, Allowance allowance) implements Told<T> {}

  record No<T>(Failure why) implements Told<T> {}
}
