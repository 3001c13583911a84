// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A registry that does all as it should, with one image in it, which is made when somebody first
/// asks. It can only be pulled from.
final class Serving implements Behaviour {
  private final Supplier<Stock> recipe;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Stock stock;

  Serving(Supplier<Stock> recipe) {
    this.recipe = recipe;
  }

  @Override
  public Answer answer(Ask ask) {
    return switch (ask.wanted()) {
      // some clients ask for tokens only if they are told here that they may
      case Wanted.Ping() -> ask.hasToken() ? Answer.json(200, "{}") : Answer.challenge(ask);
      case Wanted.Token _ -> Answer.token();
      case Wanted.Manifest(_, var name) ->
          stock()
              .document(name)
              .map(Stock.Document::answer)
              .orElseGet(() -> Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown"));
      case Wanted.Blob(_, var digest) ->
          stock()
              .blob(digest)
              .orElseGet(() -> Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry"));
      case Wanted.Tags(var repository) -> tags(repository, "\"" + Stock.TAG + "\"");
      case Wanted.Upload _ ->
          Answer.error(405, "UNSUPPORTED", "this registry can only be pulled from");
      case Wanted.Elsewhere _ -> Answer.page(404, "404 Not Found");
    };
  }

  static Answer tags(String repository, String tags) {
    return Answer.json(200, "{\"name\":\"%s\",\"tags\":[%s]}".formatted(repository, tags));
  }

  Stock stock() {
    var made = stock;
    if (made != null) {
      return made;
    }
    making.lock();
    try {
      made = stock;
      if (made == null) {
        made = recipe.get();
        stock = made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }
}
