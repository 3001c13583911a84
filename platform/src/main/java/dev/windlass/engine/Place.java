// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.nio.file.Path;

/// Where an engine is, as instances are told in their environment, and as people find apps.
///
/// @param domain what host names of apps end with
/// @param apiBaseUrl where the API answers
/// @param mounts a folder for the secrets and config maps that instances mount; nobody else uses
///   it, and only root may look into a folder above it
public record Place(String region, String domain, String apiBaseUrl, Path mounts) {
  /// The host name of an app.
  public String host(String app, String subdomain) {
    return app + "." + subdomain + "." + domain;
  }

  /// The same with a folder of its own below that for mounts.
  public Place within(String folder) {
    return new Place(region, domain, apiBaseUrl, mounts.resolve(folder));
  }
}
