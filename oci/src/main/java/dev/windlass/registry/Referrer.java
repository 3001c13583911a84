// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A manifest that is about another one, a signature for example, as the list of referrers shows
/// it.
@Json
record Referrer(
    String mediaType,
    String digest,
    long size,
    @Nullable String artifactType,
    @Nullable Map<String, String> annotations) {

  /// The answer: an index made up for the purpose.
  @Json
  record Index(int schemaVersion, String mediaType, List<Referrer> manifests) {
    Index(List<Referrer> manifests) {
      this(2, Manifest.OCI_INDEX, manifests);
    }
  }
}
