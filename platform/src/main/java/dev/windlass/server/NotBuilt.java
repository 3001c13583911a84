// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.ArrayList;
import java.util.List;

/// The operations of Code Engine that Windlass does not have.
final class NotBuilt {
  private static final String P = "/projects/{project_id}/";

  private NotBuilt() {}

  static List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(Route.get("/function_runtimes", refuse("functions")).notBuilt());
    add(routes, P + "functions", "{name}", "functions", true);
    add(routes, P + "builds", "{name}", "builds", true);
    add(routes, P + "build_runs", "{name}", "build runs", false);
    add(routes, P + "bindings", "{id}", "service bindings", false);
    add(routes, P + "persistent_data_stores", "{name}", "persistent data stores", false);
    return routes;
  }

  private static void add(
      List<Route> routes, String all, String one, String what, boolean changeable) {
    Handler handler = refuse(what);
    routes.add(Route.get(all, handler).notBuilt());
    routes.add(Route.post(all, handler).notBuilt());
    routes.add(Route.get(all + "/" + one, handler).notBuilt());
    routes.add(Route.delete(all + "/" + one, handler).notBuilt());
    if (changeable) {
      routes.add(Route.patch(all + "/" + one, handler).notBuilt());
    }
  }

  private static Handler refuse(String what) {
    return _ -> {
      throw Refused.notBuilt(
          "This version of Windlass has no %s; it has projects, apps, jobs, job runs, secrets and"
                  .formatted(what)
              + " config maps");
    };
  }
}
