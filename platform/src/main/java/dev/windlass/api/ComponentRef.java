// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// What something else is for.
///
/// @param resourceType `app_v2` or `job_v2`
@Json(naming = Json.Naming.LowerUnderscore)
public record ComponentRef(String name, String resourceType) {
  public static final String APP = "app_v2";
  public static final String JOB = "job_v2";
}
