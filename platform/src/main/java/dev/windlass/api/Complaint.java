// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

/// How one of our APIs says no: makes its own words of the body of such an answer.
@FunctionalInterface
public interface Complaint {
  /// Throws any [RuntimeException] when the body is not one of that API.
  ApiException read(int status, byte[] body);
}
