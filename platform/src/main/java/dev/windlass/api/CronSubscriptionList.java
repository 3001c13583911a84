// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of cron subscriptions.
@Json(naming = Json.Naming.LowerUnderscore)
public record CronSubscriptionList(
    List<CronSubscription> cronSubscriptions,
    Page.@Nullable First first,
    Integer limit,
    Page.@Nullable Next next) {}
