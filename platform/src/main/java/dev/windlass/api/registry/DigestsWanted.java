// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api.registry;

import io.avaje.jsonb.Json;
import java.util.List;

/// Which images to list.
///
/// @param repositories also namespaces; all when it is empty
@Json(naming = Json.Naming.LowerUnderscore)
public record DigestsWanted(boolean excludeTagged, List<String> repositories) {}
