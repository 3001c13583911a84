// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// `GET` and `HEAD /v2/NAME/manifests/REFERENCE`: byte for byte what was pushed, whatever the
/// client would rather have.
record GetManifest(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var shelf = store.shelf(request.name());
    if (!shelf.exists()) {
      throw Rejected.because(
          ErrorCode.NAME_UNKNOWN, "repository name not known to registry", request.name());
    }
    Digest digest =
        ManifestName.parse(request.last()).digest(shelf).orElseThrow(() -> unknown(request));
    String type = shelf.manifestType(digest).orElseThrow(() -> unknown(request));
    byte[] content = Files.readAllBytes(store.content().file(digest));
    return Answer.bytes(200, type, content)
        .with("Docker-Content-Digest", digest)
        .with("ETag", "\"" + digest + "\"");
  }

  static Rejected unknown(Request request) {
    return Rejected.because(ErrorCode.MANIFEST_UNKNOWN, "manifest unknown", request.last());
  }
}
