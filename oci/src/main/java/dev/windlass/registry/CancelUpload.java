// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.List;

/// `DELETE` of an upload: it was a mistake.
record CancelUpload(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull", "push"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    return Drafts.with(
        store,
        request,
        upload -> {
          store.uploads().forget(upload);
          return Answer.empty(204);
        });
  }
}
