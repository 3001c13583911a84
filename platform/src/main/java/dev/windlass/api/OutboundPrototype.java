// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// Where the containers of a project may go.
///
/// @param type `cidr_block`
/// @param cidrBlock an IPv4 range, such as `10.0.0.0/8`
@Json(naming = Json.Naming.LowerUnderscore)
public record OutboundPrototype(String type, String name, String cidrBlock) {}
