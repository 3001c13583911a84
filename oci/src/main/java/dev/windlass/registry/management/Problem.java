// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

/// The registry will not do what it was asked, and says why.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final String message;

  Problem(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.message = message;
  }

  static Problem of(int status, String code, String what, String why, String fix) {
    return new Problem(status, code, what + "\n  why: " + why + "\n  fix: " + fix);
  }

  /// For a request that makes no sense.
  static Problem senseless(String what, String why, String fix) {
    return of(400, "CRG0001E", what, why, fix);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }
}
