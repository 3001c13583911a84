// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.List;

/// `DELETE /v2/NAME/blobs/DIGEST`: out of this repository; others keep theirs.
record DeleteBlob(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "delete"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var digest = request.digest();
    if (!store.blobs().remove(request.name(), digest)) {
      throw Rejected.unknownBlob(digest);
    }
    return Answer.empty(202);
  }
}
