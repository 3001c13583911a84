// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;

/// `GET /v2/NAME/tags/list`, in the order of the alphabet.
record ListTags(Store store, CachedTags cached, Limits limits) implements Endpoint {
  /// The answer.
  @Json
  record Tags(String name, List<String> tags) {}

  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    int size = Page.size(request, limits.listed());
    var from = Elsewhere.of(store, request.name());
    return from.isPresent()
        ? cached.list(from.get(), request.query("last").orElse(""), size)
        : here(store, request.name(), request.query("last").orElse(""), size);
  }

  /// Those that are here.
  static Answer here(Store store, Name name, String last, int size) {
    var tags =
        store.manifests().tags(name, last, size + 1).orElseThrow(() -> Rejected.unknownName(name));
    return listed(name, Page.of(tags, size));
  }

  static Answer listed(Name name, Page page) {
    return Answer.json(200, new Tags(name.path(), page.names()))
        .with(page.link("/v2/" + name + "/tags/list", ""));
  }
}
