// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api.registry;

import io.avaje.jsonb.Json;
import java.util.List;

/// What a key may do in a namespace; `*` stands for all of them and for the account.
@Json(naming = Json.Naming.LowerUnderscore)
public record Access(String namespace, List<String> roles) {}
