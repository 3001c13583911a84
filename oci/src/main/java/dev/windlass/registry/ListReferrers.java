// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Referrer;
import dev.windlass.registry.store.Store;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /v2/NAME/referrers/DIGEST`: the manifests that are about this one. Of what nobody knows
/// there are none.
record ListReferrers(Store store, Limits limits) implements Endpoint {
  /// The answer: an index made up for the purpose.
  @Json
  record Index(int schemaVersion, String mediaType, List<Entry> manifests) {}

  /// One of them.
  @Json
  record Entry(
      String mediaType,
      String digest,
      long size,
      @Nullable String artifactType,
      @Nullable Map<String, String> annotations) {
    static Entry of(Referrer referrer) {
      return new Entry(
          referrer.mediaType(),
          referrer.digest(),
          referrer.size(),
          referrer.artifactType().isEmpty() ? null : referrer.artifactType(),
          Manifest.annotations(referrer.annotations()));
    }
  }

  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var subject = request.digest();
    var type = request.query("artifactType").orElse("");
    var size = Page.size(request, limits.listed());
    var found =
        store
            .manifests()
            .referrers(request.name(), subject, type, request.query("last").orElse(""), size + 1);
    var page = Page.of(found.stream().map(Referrer::digest).toList(), size);
    var entries = found.stream().limit(size).map(Entry::of).toList();
    var path = "/v2/" + request.name() + "/referrers/" + subject;
    var answer =
        Answer.json(200, new Index(2, Manifest.OCI_INDEX, entries))
            .with("Content-Type", Manifest.OCI_INDEX)
            .with(page.link(path, type.isEmpty() ? "" : "&artifactType=" + Request.encoded(type)));
    return type.isEmpty() ? answer : answer.with("OCI-Filters-Applied", "artifactType");
  }
}
