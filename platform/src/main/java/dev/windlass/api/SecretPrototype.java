// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A secret as it is asked for.
///
/// @param serviceAccess for the format of that name only, as is `serviceOperator`
@Json(naming = Json.Naming.LowerUnderscore)
public record SecretPrototype(
    String format,
    String name,
    @Nullable Map<String, String> data,
    @Nullable ServiceAccess serviceAccess,
    @Nullable ServiceOperator serviceOperator) {
  /// One of a format that has data only.
  public static SecretPrototype of(String format, String name, @Nullable Map<String, String> data) {
    return new SecretPrototype(format, name, data, null, null);
  }
}
