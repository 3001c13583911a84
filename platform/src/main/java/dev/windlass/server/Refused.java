// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.List;

/// The request cannot be served, and the asker has to know why.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient List<Problem> problems;

  Refused(int status, List<Problem> problems) {
    super(problems.getFirst().message());
    this.status = status;
    this.problems = problems;
  }

  private Refused(int status, String code, String message) {
    this(status, List.of(new Problem(code, message, "")));
  }

  static Refused badRequest(String message) {
    return new Refused(400, "bad_request", message);
  }

  static Refused badField(String field, String message) {
    return new Refused(400, List.of(new Problem("invalid_field", message, field)));
  }

  static Refused unauthorized(String message) {
    return new Refused(401, "unauthorized", message);
  }

  static Refused forbidden(String message) {
    return new Refused(403, "forbidden", message);
  }

  static Refused tooMany(String message) {
    return new Refused(429, "too_many_requests", message);
  }

  static Refused notFound(String message) {
    return new Refused(404, "resource_not_found", message);
  }

  static Refused of(int status, Problem problem) {
    return new Refused(status, List.of(problem));
  }

  static Refused conflict(String code, String message) {
    return new Refused(409, code, message);
  }

  static Refused staleTag(String message) {
    return new Refused(412, "etag_mismatch", message);
  }

  static Refused tooLarge(String message) {
    return new Refused(413, "request_too_large", message);
  }

  static Refused mediaType(String message) {
    return new Refused(415, "unsupported_media_type", message);
  }

  static Refused notBuilt(String message) {
    return new Refused(501, "not_implemented", message);
  }

  int status() {
    return status;
  }

  List<Problem> problems() {
    return problems;
  }
}
