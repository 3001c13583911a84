// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image that has tags, in one repository. `created` is in seconds since 1970, 0 when nobody
/// knows.
@Json
public record Image(
    @Json.Property("Id") String id,
    @Json.Property("ParentId") @Nullable String parentId,
    @Json.Property("RepoDigests") @Nullable List<String> repoDigests,
    @Json.Property("RepoTags") @Nullable List<String> repoTags,
    @Json.Property("DigestTags") @Nullable Map<String, List<String>> digestTags,
    @Json.Property("Created") @Nullable Long created,
    @Json.Property("Size") @Nullable Long size,
    @Json.Property("VirtualSize") @Nullable Long virtualSize,
    @Json.Property("Labels") @Nullable Map<String, String> labels,
    @Json.Property("ManifestType") @Nullable String manifestType) {}
