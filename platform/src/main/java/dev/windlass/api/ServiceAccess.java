// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Which service of a cloud the data of a secret are the credentials of.
@Json(naming = Json.Naming.LowerUnderscore)
public record ServiceAccess(
    @Nullable CloudReference resourceKey,
    @Nullable CloudReference role,
    CloudReference serviceInstance,
    @Nullable CloudReference serviceid) {}
