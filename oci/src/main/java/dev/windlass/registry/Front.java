// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.windlass.registry.store.Network;
import dev.windlass.registry.store.Upload;
import dev.windlass.sqlite.DatabaseException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Where every request comes in: finds who answers it, sees that the client may ask, and turns all
/// that goes wrong into an answer.
final class Front implements HttpHandler {
  private static final Logger LOG = System.getLogger(Front.class.getName());
  private static final Map<String, String> ALWAYS =
      Map.of(
          "Docker-Distribution-Api-Version", "registry/2.0",
          "X-Content-Type-Options", "nosniff");

  private final Routes routes;
  private final Gate gate;
  private final Limits limits;
  private final Supplier<List<Network>> proxies;
  private final Side side;

  /// @param proxies whose word on where a request comes from is taken
  Front(Routes routes, Gate gate, Limits limits, Supplier<List<Network>> proxies, Side side) {
    this.routes = routes;
    this.gate = gate;
    this.limits = limits;
    this.proxies = proxies;
    this.side = side;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Heads.arrived();
      Answer answer = answer(exchange).with(ALWAYS);
      if (answer.status() >= 400) {
        discard(exchange);
      }
      answer.send(exchange);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> shown(exchange) + " was not answered: " + e);
    }
  }

  private Answer answer(HttpExchange exchange) throws Upload.Broken {
    try {
      return found(exchange);
    } catch (Rejected e) {
      return e.answer();
    } catch (Upload.Broken e) {
      throw e;
    } catch (IOException | DatabaseException e) {
      LOG.log(Level.WARNING, () -> shown(exchange) + " failed", e);
      return Rejected.because(ErrorCode.UNAVAILABLE, "the storage failed; try again", "").answer();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> shown(exchange) + " failed", e);
      return Rejected.because(ErrorCode.UNKNOWN, "the registry has a bug; see its log", "")
          .answer();
    }
  }

  private Answer found(HttpExchange exchange) throws IOException {
    String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
    for (Routes.Route route : routes.all()) {
      var match = route.path().matcher(path);
      if (match.matches()) {
        return admitted(
            new Request(exchange, origin(exchange), match), route, exchange.getRequestMethod());
      }
    }
    throw Rejected.because(ErrorCode.NOT_FOUND, "there is nothing at this path", path);
  }

  private Origin origin(HttpExchange exchange) {
    return Origin.of(
        exchange.getRemoteAddress().getAddress(),
        exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of()),
        proxies.get(),
        side);
  }

  private Answer admitted(Request request, Routes.Route route, String method) throws IOException {
    Endpoint endpoint = route.methods().get(method);
    if (endpoint == null) {
      var allowed = String.join(", ", route.methods().keySet().stream().sorted().toList());
      throw Rejected.because(
          ErrorCode.UNSUPPORTED, "this cannot be done here", method, Map.of("Allow", allowed));
    }
    Pass pass = route.open() ? Pass.NONE : gate.admit(request, endpoint);
    return endpoint.answer(request, pass);
  }

  /// Reads some of what the client still sends. A client that finds the connection closed while it
  /// sends does not look at the answer.
  private void discard(HttpExchange exchange) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long left = limits.discarded();
    int got = 0;
    while (left > 0 && got >= 0) {
      got = exchange.getRequestBody().read(buffer);
      left -= got;
    }
  }

  /// The path without the query, which may hold more than a log should.
  private static String shown(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
  }
}
