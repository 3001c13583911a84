// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.util.Optional;

/// One operation of the API, who serves it, and what the contract says of it.
///
/// @param body what it takes
/// @param answer the record of what it answers
/// @param kind whose operation it is
record Route(
    String method,
    Template template,
    Handler handler,
    Optional<Shape> body,
    Optional<Class<?>> answer,
    Kind kind) {
  /// Whose operation it is, and whether it is there.
  enum Kind {
    CODE_ENGINE,
    OURS,
    NOT_BUILT
  }

  private static Route of(String method, String path, Handler handler) {
    return new Route(
        method, Template.of(path), handler, Optional.empty(), Optional.empty(), Kind.CODE_ENGINE);
  }

  static Route get(String path, Handler handler) {
    return of("GET", path, handler);
  }

  static Route post(String path, Handler handler) {
    return of("POST", path, handler);
  }

  static Route put(String path, Handler handler) {
    return of("PUT", path, handler);
  }

  static Route patch(String path, Handler handler) {
    return of("PATCH", path, handler);
  }

  static Route delete(String path, Handler handler) {
    return of("DELETE", path, handler);
  }

  Route taking(Shape shape) {
    return new Route(method, template, handler, Optional.of(shape), answer, kind);
  }

  Route answering(Class<?> type) {
    return new Route(method, template, handler, body, Optional.of(type), kind);
  }

  /// Code Engine has no such operation.
  Route ours() {
    return new Route(method, template, handler, body, answer, Kind.OURS);
  }

  /// It is refused.
  Route notBuilt() {
    return new Route(method, template, handler, body, answer, Kind.NOT_BUILT);
  }
}
