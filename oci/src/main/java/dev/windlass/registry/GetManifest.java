// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Stored;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `GET` and `HEAD /v2/NAME/manifests/REFERENCE`: byte for byte what was pushed, whatever the
/// client would rather have. HEAD is no pull: it costs nothing and is never refused for a quota.
record GetManifest(Store store, Toll toll, CachedManifests cached) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var shown = shown(request, pass);
    var found = shown.manifest();
    if (!request.isHead()) {
      toll.checkPull(request, pass);
      store.meter().pulled(request.name(), found.digest());
    }
    return request
        .unlessKnown(found.digest(), () -> Answer.bytes(200, found.mediaType(), found.content()))
        .with("Docker-Content-Digest", found.digest())
        .with(toll.warning(request))
        .with(shown.headers());
  }

  private Shown shown(Request request, Pass pass) throws IOException {
    var from = Elsewhere.of(store, request.name());
    return from.isPresent()
        ? cached.find(request, pass, from.get())
        : Shown.plainly(found(request).orElseThrow(() -> missing(request)));
  }

  private Optional<Stored> found(Request request) {
    return switch (ManifestName.parse(request.last())) {
      case ManifestName.Tag(var tag) -> store.manifests().find(request.name(), tag);
      case ManifestName.ByDigest(var digest) -> store.manifests().find(request.name(), digest);
    };
  }

  private Rejected missing(Request request) {
    return store.repositories().exists(request.name())
        ? unknown(request)
        : Rejected.unknownName(request.name());
  }

  static Rejected unknown(Request request) {
    return Rejected.because(ErrorCode.MANIFEST_UNKNOWN, "manifest unknown", request.last());
  }
}
