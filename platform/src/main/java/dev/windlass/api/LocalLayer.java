// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;

/// A layer of an image on the engine's machine.
///
/// @param digest of the compressed bytes
/// @param diffId the digest of the tar in them
/// @param compressed bytes that came over the network
/// @param unpacked bytes on the disk
@Json(naming = Json.Naming.LowerUnderscore)
public record LocalLayer(String digest, String diffId, Long compressed, Long unpacked) {}
