// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// What a key may do in a namespace; `*` stands for all of them and for the account.
@Json(naming = Json.Naming.LowerUnderscore)
public record Access(String namespace, List<String> roles) {
  public Access {
    Required.field(namespace, "namespace");
    Required.field(roles, "roles");
  }
}
