// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request is about.
sealed interface Wanted {
  Pattern PATH =
      Pattern.compile(
          "/v2/(.+)/(?:manifests/(.+)|blobs/(sha\\d+:.+)|(blobs/uploads/.*)|tags/list)");
  Pattern SCOPE = Pattern.compile("repository:([^: ]+):.*");
  String ELSEWHERE = "/elsewhere/";
  String TOKEN = "/token";

  String repository();

  /// The first part of the repository, which names the fault.
  default String name() {
    return repository().replaceFirst("/.*", "");
  }

  /// Whether registries are there at all.
  record Ping() implements Wanted {
    @Override
    public String repository() {
      return "";
    }
  }

  record Token(String repository) implements Wanted {}

  /// @param reference tag or digest
  record Manifest(String repository, String reference) implements Wanted {}

  record Blob(String repository, String digest) implements Wanted {}

  record Tags(String repository) implements Wanted {}

  record Upload(String repository) implements Wanted {}

  /// Where redirects lead.
  record Elsewhere(String repository) implements Wanted {}

  static Wanted of(String path, Map<String, String> parameters) {
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Ping();
    }
    if (path.equals(TOKEN)) {
      var scope = SCOPE.matcher(parameters.getOrDefault("scope", ""));
      return new Token(scope.matches() ? scope.group(1) : "");
    }
    var match = PATH.matcher(path);
    if (match.matches()) {
      return inRepository(match);
    }
    return new Elsewhere(path.startsWith(ELSEWHERE) ? path.substring(ELSEWHERE.length()) : "");
  }

  private static Wanted inRepository(Matcher match) {
    var repository = match.group(1);
    if (match.group(2) != null) {
      return new Manifest(repository, match.group(2));
    }
    if (match.group(3) != null) {
      return new Blob(repository, match.group(3));
    }
    return match.group(4) != null ? new Upload(repository) : new Tags(repository);
  }
}
