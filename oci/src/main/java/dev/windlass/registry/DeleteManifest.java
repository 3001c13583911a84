// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// `DELETE /v2/NAME/manifests/REFERENCE`: a tag takes only the tag away, a digest the manifest with
/// all its tags.
record DeleteManifest(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "delete"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var reference = ManifestName.parse(request.last());
    if (!store.change(request.name(), shelf -> remove(shelf, reference))) {
      throw GetManifest.unknown(request);
    }
    return Answer.empty(202);
  }

  private boolean remove(Shelf shelf, ManifestName reference) throws IOException {
    return switch (reference) {
      case ManifestName.Tag(var tag) -> shelf.removeTag(tag);
      case ManifestName.ByDigest(var digest) -> remove(shelf, digest);
    };
  }

  private boolean remove(Shelf shelf, Digest digest) throws IOException {
    var type = shelf.manifestType(digest);
    if (type.isEmpty()) {
      return false;
    }
    byte[] content = Files.readAllBytes(store.content().file(digest));
    var subject = Manifest.parse(content, type.get()).subjectDigest();
    if (subject.isPresent()) {
      shelf.removeReferrer(subject.get(), digest);
    }
    return shelf.removeManifest(digest);
  }
}
