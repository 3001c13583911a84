// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image, with or without tags. `repoTags` has the tags as keys of keys, by repository.
///
/// @param pinnedBy who uses it
/// @param partOf the digests of the indexes that name it
@Json
public record ImageDigest(
    String id,
    @Nullable Long created,
    @Nullable String manifestType,
    @Nullable Map<String, Map<String, Object>> repoTags,
    @Nullable Long size,
    @Json.Property("pinned_by") @Nullable List<String> pinnedBy,
    @Json.Property("part_of") @Nullable List<String> partOf) {}
