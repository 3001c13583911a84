// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.InvalidName;
import java.util.Map;

/// The registry will not do what it was asked. What it answers then is all in here.
final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final int status;
  private final String message;
  private final String detail;
  private final transient Map<String, String> headers;

  private Rejected(
      ErrorCode code, int status, String message, String detail, Map<String, String> headers) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.message = message;
    this.detail = detail;
    this.headers = Map.copyOf(headers);
  }

  /// @param detail what the message is about, as the client wrote it
  static Rejected because(ErrorCode code, String message, Object detail) {
    return because(code, message, detail, Map.of());
  }

  static Rejected because(
      ErrorCode code, String message, Object detail, Map<String, String> headers) {
    return new Rejected(code, code.status(), message, detail.toString(), headers);
  }

  /// For a name in the request that breaks the rules for such names.
  static Rejected because(ErrorCode code, InvalidName broken) {
    return because(code, String.valueOf(broken.getMessage()), "");
  }

  static Rejected badDigest(Object digest, String broken) {
    return because(ErrorCode.DIGEST_INVALID, "the digest " + broken, digest);
  }

  static Rejected unknownName(Object repository) {
    return because(ErrorCode.NAME_UNKNOWN, "repository name not known to registry", repository);
  }

  static Rejected unknownBlob(Object digest) {
    return because(ErrorCode.BLOB_UNKNOWN, "blob unknown to this repository", digest);
  }

  /// The same with another status than usually goes with the code.
  Rejected with(int other) {
    return new Rejected(code, other, message, detail, headers);
  }

  Answer answer() {
    return Answer.json(
            status, new Errors(code.name(), Writable.text(message), Writable.text(detail)))
        .with(headers);
  }
}
