// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.ingress.Host;
import dev.windlass.ingress.Routes;

/// From where requests for apps come.
public final class Zones {
  /// From the private address.
  public static final String PRIVATE = "private";

  private Zones() {}

  /// From containers of a project.
  public static String of(String project) {
    return "project " + project;
  }

  /// Whether anybody outside reaches an app under this name.
  public static boolean serve(Routes routes, String name) {
    return routes.serve(Host.of(name)) || routes.serve(new Host(PRIVATE, name));
  }
}
