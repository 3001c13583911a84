// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.List;

/// `PATCH` of an upload: the next chunk, or a stream of which nobody knows the length.
record ContinueUpload(Store store) implements Endpoint {
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
          Chunk.check(request, upload);
          upload.append(request.body());
          return Drafts.progress(202, request, upload);
        });
  }
}
