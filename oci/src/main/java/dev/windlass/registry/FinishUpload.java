// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Blobs.Finished;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Upload;
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
    return Drafts.with(store, request, upload -> finished(request, upload, wanted));
  }

  private Answer finished(Request request, Upload upload, Digest wanted) throws IOException {
    Chunk.check(request, upload);
    upload.append(request.body());
    try {
      return finished(store, request.name(), upload, wanted);
    } finally {
      store.uploads().forget(upload);
    }
  }

  static Answer finished(Store store, Name name, Upload upload, Digest wanted) throws IOException {
    return switch (store.blobs().finish(name, upload, wanted)) {
      case Finished.Taken(var digest) -> taken(name, digest);
      case Finished.Other(var received) ->
          throw Rejected.badDigest(wanted, "does not match what was received: " + received);
    };
  }

  /// Says that a repository has a blob now.
  static Answer taken(Name name, Digest blob) {
    return Answer.empty(201)
        .with("Location", "/v2/" + name + "/blobs/" + blob)
        .with("Docker-Content-Digest", blob);
  }
}
