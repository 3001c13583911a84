// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;

/// `GET /v2/_catalog`: the repositories that the caller may read.
record ListRepositories(Store store, Access access) implements Endpoint {
  /// The answer.
  @Json
  record Catalog(List<String> repositories) {}

  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.catalog());
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var readable =
        store.shelves().names().stream()
            .filter(name -> isReadable(name, pass.caller()))
            .map(Name::path);
    var page = Page.of(readable, request, store.limits().listed());
    return Answer.json(200, new Catalog(page.names())).with(page.link("/v2/_catalog"));
  }

  private boolean isReadable(Name name, Caller caller) {
    return !access.granted(caller, Scope.of(name, "pull")).actions().isEmpty();
  }
}
