// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// Where a list begins and goes on.
public final class Page {
  private Page() {}

  /// The first page.
  @Json
  public record First(@Nullable String href) {}

  /// The page after this one.
  @Json
  public record Next(@Nullable String href, @Nullable String start) {}
}
