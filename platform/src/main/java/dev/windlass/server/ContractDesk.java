// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.List;

/// Shows the contract to everybody: `/openapi.json` to programs, `/docs` to people.
record ContractDesk(Contract contract) {
  /// Made each time: few ask, and an engine that starts should not wait for it.
  void listen(HttpServer server) {
    server.createContext(
        "/openapi.json",
        exchange -> send(exchange, "application/json", Typed.bytes(contract.document())));
    server.createContext(
        CausePage.PATH,
        exchange -> send(exchange, "text/html; charset=utf-8", CausePage.html().getBytes(UTF_8)));
    server.createContext(
        "/docs", exchange -> send(exchange, "text/html; charset=utf-8", page().getBytes(UTF_8)));
  }

  private static void send(HttpExchange exchange, String type, byte[] content) throws IOException {
    try (exchange) {
      if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
      }
    }
  }

  private String page() {
    var page = new StringBuilder(head("API"));
    page.append(
        """
        <p>The API of IBM Cloud Code Engine, version 2, below <code>/v2</code>, and what Windlass adds to it (+). Windlass is
        independent of IBM. Why something fails: <a href="docs/causes">causes</a>. Fields and rules: <a href="openapi.json">openapi.json</a>. What is faint is not built, and answers 501.</p>
        """);
    contract
        .byTag()
        .forEach((tag, routes) -> {
          page.append("<h2>").append(tag).append("</h2><table>");
          routes.forEach(route -> row(page, route));
          page.append("</table>\n");
        });
    return page.append("</html>\n").toString();
  }

  static String head(String title) {
    return """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>Windlass: %1$s</title>
    <style>
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
      table { border-collapse: collapse; width: 100%% } td { padding: .2rem .8rem .2rem 0; vertical-align: top }
      code { font-size: 14px } .off { opacity: .55 }
    </style>
    <h1>Windlass: %1$s</h1>
    """
        .formatted(title);
  }

  private static void row(StringBuilder page, Route route) {
    page.append(route.kind() == Route.Kind.NOT_BUILT ? "<tr class=\"off\">" : "<tr>")
        .append("<td><code>")
        .append(route.method())
        .append("</code></td><td><code>")
        .append(Contract.path(route))
        .append("</code></td><td>")
        .append(Contract.id(route))
        .append(route.kind() == Route.Kind.OURS ? " +" : "")
        .append("</td></tr>\n");
  }
}
