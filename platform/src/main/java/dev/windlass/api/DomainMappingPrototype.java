// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// A name from elsewhere for an app.
///
/// @param name such as `www.example.com`
/// @param tlsSecret a secret of the format `tls`, with a certificate for that name
@Json(naming = Json.Naming.LowerUnderscore)
public record DomainMappingPrototype(ComponentRef component, String name, String tlsSecret) {}
