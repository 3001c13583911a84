// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// The API said no. The message is the server's own.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient List<Problem> problems;
  private final String trace;

  public ApiException(int status, List<Problem> problems, String trace) {
    this(words(status, problems), status, problems, trace);
  }

  private ApiException(String words, int status, List<Problem> problems, String trace) {
    super(words);
    this.status = status;
    this.problems = problems;
    this.trace = trace;
  }

  private static String words(int status, List<Problem> problems) {
    return problems.isEmpty()
        ? "the API answered with status " + status
        : problems.stream().map(Problem::words).collect(joining("\n"));
  }

  /// The same, with what came of it in front.
  public ApiException during(String what) {
    return new ApiException(what + "\n" + getMessage(), status, problems, trace);
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// What was wrong, one by one; empty when something else than our server answered.
  public List<Problem> problems() {
    return problems;
  }

  /// What to look for in the server's log; may be empty.
  public String trace() {
    return trace;
  }

  public boolean notFound() {
    return status == 404;
  }
}
