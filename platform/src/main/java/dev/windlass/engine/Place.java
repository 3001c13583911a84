// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.nio.file.Path;
import java.util.List;

/// Where an engine is, as instances are told in their environment, and as people find apps.
///
/// @param domain what host names of apps end with
/// @param apiBaseUrl where the API answers
/// @param mounts a folder for the secrets and config maps that instances mount; nobody else uses
///   it, and only root may look into a folder above it
public record Place(String region, String domain, String apiBaseUrl, Path mounts) {
  /// What the names end with that only containers know.
  public static final String INSIDE = ".svc.cluster.local";

  /// The host name of an app.
  public String host(String app, String subdomain) {
    return app + "." + subdomain + "." + domain;
  }

  /// Its name at the private address.
  public String privateHost(String app, String subdomain) {
    return app + "." + subdomain + ".private." + domain;
  }

  /// Its name for containers of its project.
  public String internalHost(String app, String subdomain) {
    return app + "." + subdomain + INSIDE;
  }

  /// What containers of a project put behind a short name, so that `http://web` is their app.
  ///
  /// @param subdomain of the project; empty while it has none
  public static List<String> search(String subdomain) {
    return subdomain.isEmpty() ? List.of() : List.of(subdomain + INSIDE);
  }

  /// The same with a folder of its own below that for mounts.
  public Place within(String folder) {
    return new Place(region, domain, apiBaseUrl, mounts.resolve(folder));
  }
}
