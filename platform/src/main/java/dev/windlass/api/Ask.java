// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request, before it is sent.
///
/// @param path below the root of the API, with its query
/// @param ifMatch the entity tag that the thing must still have
/// @param patience how long to wait for each part of the answer; zero waits for ever
public record Ask(
    String method,
    String path,
    @Nullable String contentType,
    @Nullable String body,
    @Nullable String ifMatch,
    Duration patience) {
  private static final Duration SOON = Duration.ofSeconds(30);

  public static Ask get(String path) {
    return new Ask("GET", path, null, null, null, SOON);
  }

  public static Ask delete(String path) {
    return new Ask("DELETE", path, null, null, null, SOON);
  }

  public static Ask post(String path, String body) {
    return new Ask("POST", path, "application/json", body, null, SOON);
  }

  public static Ask put(String path, String body) {
    return new Ask("PUT", path, "application/json", body, null, SOON);
  }

  public static Ask put(String path, String ifMatch, String body) {
    return new Ask("PUT", path, "application/json", body, ifMatch, SOON);
  }

  public static Ask patch(String path, String body) {
    return new Ask("PATCH", path, "application/json", body, null, SOON);
  }

  public static Ask patch(String path, String ifMatch, String body) {
    return new Ask("PATCH", path, "application/merge-patch+json", body, ifMatch, SOON);
  }

  public Ask waiting(Duration patience) {
    return new Ask(method, path, contentType, body, ifMatch, patience);
  }

  /// One part of a path or of a query.
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
