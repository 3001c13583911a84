// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.function.Function;

/// A registry that does all as it should, with one image in each repository. It can only be pulled
/// from.
///
/// @param stocks what is in the repository that a request is about
record Serving(Function<Ask, Stock> stocks) implements Behaviour {
  @Override
  public Answer answer(Ask ask) {
    return switch (ask.wanted()) {
      // some clients ask for tokens only if they are told here that they may
      case Wanted.Ping() -> ask.hasToken() ? Answer.json(200, "{}") : Answer.challenge(ask);
      case Wanted.Token _ -> Answer.token();
      case Wanted.Manifest(_, var reference) ->
          stocks
              .apply(ask)
              .document(reference)
              .map(Stock.Document::answer)
              .orElseGet(() -> Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown"));
      case Wanted.Blob(_, var digest) ->
          stocks
              .apply(ask)
              .blob(digest)
              .orElseGet(() -> Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry"));
      case Wanted.Tags(var repository) -> tags(repository, "\"" + Stock.TAG + "\"");
      case Wanted.Upload _ ->
          Answer.error(405, "UNSUPPORTED", "this registry can only be pulled from");
      case Wanted.Elsewhere(var repository) ->
          stocks
              .apply(ask)
              .blob(repository.replaceFirst(".*/", ""))
              .orElseGet(() -> Answer.page(404, "404 Not Found"));
    };
  }

  static Answer tags(String repository, String tags) {
    return Answer.json(200, "{\"name\":\"%s\",\"tags\":[%s]}".formatted(repository, tags));
  }
}
