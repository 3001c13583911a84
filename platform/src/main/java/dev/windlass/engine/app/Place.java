// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.nio.file.Path;

/// Where apps run, as they are told in their environment and as people find them.
///
/// @param apiBaseUrl where the API is reached
/// @param mounts a folder of ours for the secrets and config maps that apps mount
public record Place(String region, String domain, String apiBaseUrl, Path mounts) {
  /// The host name of an app.
  String host(String app, String subdomain) {
    return app + "." + subdomain + "." + domain;
  }
}
