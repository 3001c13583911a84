// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An image in the trash. Begun days count.
@Json
public record Trashed(Integer daysUntilExpiry, @Nullable List<String> tags) {}
