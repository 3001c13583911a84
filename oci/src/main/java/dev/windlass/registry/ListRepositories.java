// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;

/// `GET /v2/_catalog`: the repositories that the caller may read.
record ListRepositories(Store store, Rights rights, Limits limits) implements Endpoint {
  /// The answer.
  @Json
  record Catalog(List<String> repositories) {}

  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.catalog());
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    int size = Page.size(request, limits.listed());
    var readable =
        store.repositories().after(request.query("last").orElse("")).stream()
            .filter(name -> isReadable(name, pass.caller()))
            .map(Name::path)
            .limit(size + 1L)
            .toList();
    var page = Page.of(readable, size);
    return Answer.json(200, new Catalog(page.names())).with(page.link("/v2/_catalog", ""));
  }

  private boolean isReadable(Name name, Caller caller) {
    return !rights.granted(caller, Scope.of(name, "pull")).actions().isEmpty();
  }
}
