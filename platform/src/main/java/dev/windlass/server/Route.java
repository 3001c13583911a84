// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

/// One operation of the API and who serves it.
record Route(String method, Template template, Handler handler) {
  static Route get(String path, Handler handler) {
    return new Route("GET", Template.of(path), handler);
  }

  static Route post(String path, Handler handler) {
    return new Route("POST", Template.of(path), handler);
  }

  static Route put(String path, Handler handler) {
    return new Route("PUT", Template.of(path), handler);
  }

  static Route patch(String path, Handler handler) {
    return new Route("PATCH", Template.of(path), handler);
  }

  static Route delete(String path, Handler handler) {
    return new Route("DELETE", Template.of(path), handler);
  }
}
