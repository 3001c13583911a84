// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request, before it is sent.
///
/// @param path below `/v2`, with its query
/// @param ifMatch the entity tag that the thing must still have
/// @param patience how long to wait for each part of the answer; zero waits for ever
record Ask(
    String method,
    String path,
    @Nullable String contentType,
    @Nullable String body,
    @Nullable String ifMatch,
    Duration patience) {
  private static final Duration SOON = Duration.ofSeconds(30);

  static Ask get(String path) {
    return new Ask("GET", path, null, null, null, SOON);
  }

  static Ask delete(String path) {
    return new Ask("DELETE", path, null, null, null, SOON);
  }

  static Ask post(String path, String body) {
    return new Ask("POST", path, "application/json", body, null, SOON);
  }

  static Ask put(String path, String ifMatch, String body) {
    return new Ask("PUT", path, "application/json", body, ifMatch, SOON);
  }

  static Ask patch(String path, String ifMatch, String body) {
    return new Ask("PATCH", path, "application/merge-patch+json", body, ifMatch, SOON);
  }

  Ask waiting(Duration patience) {
    return new Ask(method, path, contentType, body, ifMatch, patience);
  }
}
