// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;

/// The events of one thing and its instances.
@Json(naming = Json.Naming.LowerUnderscore)
public record EventList(List<Event> events) {}
