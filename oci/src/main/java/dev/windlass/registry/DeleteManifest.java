// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.util.List;

/// `DELETE /v2/NAME/manifests/REFERENCE`: a tag takes only the tag away; a digest the manifest with
/// all its tags, into the trash.
record DeleteManifest(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "delete"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    boolean deleted =
        switch (ManifestName.parse(request.last())) {
          case ManifestName.Tag(var tag) -> store.manifests().untag(request.name(), tag);
          case ManifestName.ByDigest(var digest) -> store.trash().discard(request.name(), digest);
        };
    if (!deleted) {
      throw GetManifest.unknown(request);
    }
    return Answer.empty(202);
  }
}
