// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import java.util.List;

/// The API said no. The message is the server's own.
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient List<Problem> problems;
  private final String trace;

  public ApiException(int status, List<Problem> problems, String trace) {
    super(problems.isEmpty() ? "the API answered with status " + status : words(problems));
    this.status = status;
    this.problems = problems;
    this.trace = trace;
  }

  private static String words(List<Problem> problems) {
    var words = new StringBuilder(problems.getFirst().message());
    for (Problem more : problems.subList(1, problems.size())) {
      words.append('\n').append(more.message());
    }
    return words.toString();
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
