// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// A domain mapping: a name from elsewhere under which an app is reached.
///
/// @param cnameTarget where the name is to lead, as a CNAME
/// @param userManaged false for those that come with an app
@Json(naming = Json.Naming.LowerUnderscore)
public record DomainMapping(
    String name,
    @Nullable String id,
    ComponentRef component,
    String tlsSecret,
    String entityTag,
    @Nullable String cnameTarget,
    @Nullable String createdAt,
    @Nullable String href,
    @Nullable String projectId,
    @Nullable String region,
    @Nullable String resourceType,
    @Nullable String status,
    @Nullable Details statusDetails,
    @Nullable Boolean userManaged,
    @Nullable String visibility) {
  /// @param reason `ready`, or why it is not
  /// @param diagnosis the same in whole sentences; ours beyond Code Engine
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Details(String reason, @Nullable Diagnosis diagnosis) {}
}
