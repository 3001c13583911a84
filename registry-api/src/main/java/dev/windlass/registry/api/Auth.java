// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may come in at all. In a change, what is null stays.
///
/// @param trustedProxies whose word on where a request comes from is taken
@Json(naming = Json.Naming.LowerUnderscore)
public record Auth(
    @Nullable Boolean iamAuthz,
    @Nullable Boolean privateOnly,
    @Nullable List<String> allowedIps,
    @Nullable List<String> trustedProxies) {
  public Auth {
    Required.field(allowedIps == null ? List.of() : allowedIps, "allowed_ips");
    Required.field(trustedProxies == null ? List.of() : trustedProxies, "trusted_proxies");
  }

  /// Only whether the public address is closed.
  public static Auth onlyPrivate(boolean privateOnly) {
    return new Auth(null, privateOnly, null, null);
  }

  /// Only who may sign in.
  public static Auth only(List<String> allowedIps) {
    return new Auth(null, null, allowedIps, null);
  }
}
