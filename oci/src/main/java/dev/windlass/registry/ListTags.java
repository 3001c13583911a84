// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;

/// `GET /v2/NAME/tags/list`, in the order of the alphabet.
record ListTags(Store store) implements Endpoint {
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
    var shelf = store.shelf(name);
    if (!shelf.exists()) {
      throw Rejected.because(ErrorCode.NAME_UNKNOWN, "repository name not known to registry", name);
    }
    var page = Page.of(shelf.tags().stream(), request, store.limits().listed());
    return Answer.json(200, new Tags(name.path(), page.names()))
        .with(page.link("/v2/" + name + "/tags/list"));
  }
}
