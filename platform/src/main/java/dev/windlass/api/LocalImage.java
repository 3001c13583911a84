// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image on the engine's machine. Times are RFC 3339.
///
/// @param digest that it is asked for by: of the index, where there is one
/// @param manifest the digest of the manifest for this platform
/// @param config the digest of the image configuration
/// @param names that it was asked for by
/// @param repositories where registries were asked for it
/// @param size bytes on the disk, also those that it shares with other images
/// @param compressed bytes that come over the network for it
/// @param open whether a registry gives it to anybody; else only the projects may use it that a
///   registry gave it to
/// @param projects the ids of those
/// @param heldBy who needs it; with nobody it may be cleared away
/// @param layers in an inspection only, as what follows
/// @param missing parts that are not here
@Json(naming = Json.Naming.LowerUnderscore)
public record LocalImage(
    String digest,
    String manifest,
    String config,
    List<String> names,
    List<String> repositories,
    Long size,
    Long compressed,
    Boolean open,
    List<String> projects,
    String pulledAt,
    String usedAt,
    List<Holder> heldBy,
    @Nullable List<LocalLayer> layers,
    @Nullable ImageConfig configuration,
    @Nullable List<MissingPart> missing) {}
