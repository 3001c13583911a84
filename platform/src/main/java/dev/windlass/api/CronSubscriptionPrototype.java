// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When which app or job is to be told, and what.
///
/// @param schedule five fields, as of cron
/// @param timeZone in which they are read, such as `Europe/Berlin`
/// @param path at which an app is asked
/// @param data of the event, as text
/// @param dataBase64 the same, when it is no text
/// @param extensions further attributes of the event, or others in place of the usual ones
/// @param overlap `allow`, or `skip` when the one before is not over
@Json(naming = Json.Naming.LowerUnderscore)
public record CronSubscriptionPrototype(
    ComponentRef component,
    String name,
    String schedule,
    String timeZone,
    @Nullable String path,
    @Nullable String contentType,
    @Nullable String data,
    @Nullable String dataBase64,
    @Nullable Map<String, String> extensions,
    String overlap) {}
