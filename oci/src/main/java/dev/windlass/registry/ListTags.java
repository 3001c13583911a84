// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;

/// `GET /v2/NAME/tags/list`, in the order of the alphabet.
record ListTags(Store store, Limits limits) implements Endpoint {
  /// The answer.
  @Json
  record Tags(String name, List<String> tags) {}

  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var name = request.name();
    int size = Page.size(request, limits.listed());
    var tags =
        store
            .manifests()
            .tags(name, request.query("last").orElse(""), size + 1)
            .orElseThrow(() -> Rejected.unknownName(name));
    var page = Page.of(tags, size);
    return Answer.json(200, new Tags(name.path(), page.names()))
        .with(page.link("/v2/" + name + "/tags/list", ""));
  }
}
