// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `GET /v2/NAME/referrers/DIGEST`: the manifests that are about this one. Of what nobody knows
/// there are none.
record ListReferrers(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var type = request.query("artifactType");
    var found =
        store.shelf(request.name()).referrers(request.digest()).stream()
            .map(json -> Jsonb.instance().type(Referrer.class).fromJson(json))
            .filter(referrer -> isOf(type, referrer))
            .toList();
    var answer =
        Answer.json(200, new Referrer.Index(found)).with("Content-Type", Manifest.OCI_INDEX);
    return type.isPresent() ? answer.with("OCI-Filters-Applied", "artifactType") : answer;
  }

  private static boolean isOf(Optional<String> type, Referrer referrer) {
    return type.isEmpty() || type.get().equals(referrer.artifactType());
  }
}
