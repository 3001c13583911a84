// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.util.List;

/// `GET` of an upload: how far it came.
record ShowUpload(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull", "push"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    return store.uploads().with(request.name(), request.last(), upload -> progress(204, upload));
  }

  static Answer progress(int status, Upload upload) {
    return Answer.empty(status)
        .with("Location", upload.location())
        .with("Range", upload.range())
        .with("Docker-Upload-UUID", upload.id());
  }
}
