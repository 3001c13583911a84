// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

/// The error codes of the distribution specification, and the few that it leaves out, with the
/// status that goes with each.
enum ErrorCode {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_UNKNOWN(404),
  DENIED(403),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(400),
  MANIFEST_INVALID(400),
  MANIFEST_TOO_LARGE(413),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  NOT_FOUND(404),
  PAGINATION_NUMBER_INVALID(400),
  RANGE_INVALID(416),
  SIZE_INVALID(400),
  TAG_INVALID(400),
  TOOMANYREQUESTS(429),
  TOKEN_REQUEST_INVALID(400),
  UNAUTHORIZED(401),
  UNAVAILABLE(503),
  UNKNOWN(500),
  UNSUPPORTED(405);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }
}
