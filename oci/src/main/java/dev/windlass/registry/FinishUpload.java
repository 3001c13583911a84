// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.util.List;

/// `PUT` of an upload with `?digest=`: that was all, perhaps after a last chunk. From here on the
/// blob is there, or, when the digest is another, the upload is gone.
record FinishUpload(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull", "push"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var wanted =
        request
            .query("digest")
            .map(Request::digest)
            .orElseThrow(() -> Rejected.badDigest("", "is missing: add ?digest="));
    return store
        .uploads()
        .with(request.name(), request.last(), upload -> finished(request, upload, wanted));
  }

  private Answer finished(Request request, Upload upload, Digest wanted) throws IOException {
    Chunk.check(request, upload);
    upload.append(request.body());
    try {
      return finished(store, upload, wanted);
    } finally {
      store.uploads().forget(upload);
    }
  }

  static Answer finished(Store store, Upload upload, Digest wanted) throws IOException {
    Digest received = upload.finish(wanted.algorithm());
    if (!received.equals(wanted)) {
      throw Rejected.badDigest(wanted, "does not match what was received: " + received);
    }
    store.content().adopt(upload.draft(), wanted);
    return shelved(store, upload.name(), wanted);
  }

  /// Puts a blob that is in the store on the shelf of a repository.
  static Answer shelved(Store store, Name name, Digest blob) throws IOException {
    return store.change(
        name,
        shelf -> {
          shelf.addBlob(blob);
          return Answer.empty(201)
              .with("Location", "/v2/" + name + "/blobs/" + blob)
              .with("Docker-Content-Digest", blob);
        });
  }
}
