// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What of an answer is worth keeping: the status and the headers that tell causes apart. Never
/// anything that proves who we are.
final class Evidence {
  private static final List<String> TELLING =
      List.of(
          "Content-Type",
          "Content-Length",
          "Docker-Content-Digest",
          "Docker-Distribution-Api-Version",
          "Server",
          "Via",
          "Retry-After",
          "RateLimit-Limit",
          "RateLimit-Remaining",
          "RateLimit-Reset",
          "X-RateLimit-Limit",
          "X-RateLimit-Remaining",
          "X-RateLimit-Reset",
          "Docker-RateLimit-Source",
          "Proxy-Authenticate",
          "X-Request-Id",
          "X-Amzn-RequestId",
          "X-Amz-Request-Id",
          "X-GitHub-Request-Id",
          "CF-Ray",
          "Warning");

  private Evidence() {}

  static void of(Answer answer, Steps step) {
    step.saw(answer.method(), Addresses.tellable(answer.address()) + " " + answer.status());
    step.saw("status", Integer.toString(answer.status()));
    for (var name : TELLING) {
      step.saw(name.toLowerCase(Locale.ROOT), String.join(", ", answer.headers().allValues(name)));
    }
  }

  /// What a registry wants to hear, without what is no business of anybody's.
  static void of(List<Challenge> challenges, Steps step) {
    step.saw(
        "wants", challenges.stream().map(Challenge::toString).collect(Collectors.joining("; ")));
  }
}
