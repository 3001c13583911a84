// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.windlass.registry.api.RegistryProblem;
import dev.windlass.registry.store.Store;
import dev.windlass.sqlite.DatabaseException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Answers what comes to `/api/v1`. Safe to share between threads.
public final class Management implements HttpHandler {
  /// Where it is.
  public static final String PATH = "/api/v1";

  private static final Logger LOG = System.getLogger(Management.class.getName());
  private static final Member NOBODY = new Nobody();

  private final List<Operation> operations;
  private final Member.Registrar registrar;
  private final Runnable changed;

  private Management(List<Operation> operations, Member.Registrar registrar, Runnable changed) {
    this.operations = operations;
    this.registrar = registrar;
    this.changed = changed;
  }

  /// @param changed is told when what could not be pulled before may be pulled now
  public static Management of(Store store, Member.Registrar registrar, Runnable changed) {
    return new Management(operations(store), registrar, changed);
  }

  /// All that can be asked, with fixed paths before those with names in them.
  static List<Operation> operations(Store store) {
    return Stream.of(
            new AccountOperations(store).all(),
            new NamespaceOperations(store).all(),
            new ImageOperations(store).all(),
            new TrashOperations(store).all(),
            new RetentionOperations(store).all(),
            new KeyOperations(store).all(),
            new UpkeepOperations(store).all())
        .flatMap(List::stream)
        .sorted(Comparator.comparing(operation -> !operation.isFixed()))
        .toList();
  }

  /// Who did not sign in.
  private record Nobody() implements Member {
    @Override
    public String id() {
      return "nobody";
    }

    @Override
    public boolean hasAny() {
      return false;
    }

    @Override
    public boolean has(dev.windlass.registry.store.ApiKey.Role role, String namespace) {
      return false;
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> shown(exchange) + " was not answered: " + e);
    }
  }

  private Reply answer(HttpExchange exchange) {
    var id = UUID.randomUUID().toString();
    exchange.getResponseHeaders().set("X-Request-Id", id);
    try {
      return found(exchange);
    } catch (Problem e) {
      return Reply.json(e.status(), new RegistryProblem(e.code(), e.message(), id));
    } catch (IOException | DatabaseException e) {
      LOG.log(Level.WARNING, () -> shown(exchange) + " failed, request " + id, e);
      return Reply.json(503, new RegistryProblem("CRG0053E", "The storage failed; try again.", id));
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> shown(exchange) + " failed, request " + id, e);
      return Reply.json(
          500, new RegistryProblem("CRG0050E", "The registry has a bug; see its log.", id));
    }
  }

  private Reply found(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getRawPath().substring(PATH.length());
    var here = operations.stream().filter(one -> one.match(path).isPresent()).toList();
    if (here.isEmpty()) {
      throw Problem.of(
          404,
          "CRG0004E",
          "There is nothing at " + PATH + path + ".",
          "the management API has no such path",
          "see " + PATH + "/openapi.yaml for those that it has");
    }
    var method = exchange.getRequestMethod();
    var operation = here.stream().filter(one -> one.method().equals(method)).findFirst();
    if (operation.isEmpty()) {
      throw wrongMethod(exchange, here);
    }
    return run(operation.get(), exchange, operation.get().match(path).orElseThrow());
  }

  private static Problem wrongMethod(HttpExchange exchange, List<Operation> here) {
    var allowed = String.join(", ", here.stream().map(Operation::method).distinct().toList());
    exchange.getResponseHeaders().set("Allow", allowed);
    return Problem.of(
        405,
        "CRG0005E",
        exchange.getRequestMethod() + " cannot be done here.",
        "this path knows " + allowed,
        "use one of these");
  }

  private Reply run(Operation operation, HttpExchange exchange, Map<String, String> path)
      throws IOException {
    var member = operation.open() ? NOBODY : signedIn(exchange);
    var reply = operation.action().run(new Call(exchange, path, member));
    if (operation.mayOpen()) {
      changed.run();
    }
    return reply;
  }

  private Member signedIn(HttpExchange exchange) {
    var shown = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
    InetAddress from = exchange.getRemoteAddress().getAddress();
    return shown
        .flatMap(authorization -> registrar.find(authorization, from))
        .orElseThrow(() -> {
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"windlass\"");
          return Problem.of(
              401,
              "CRG0014E",
              "You are not authorized to access the registry.",
              shown.isEmpty() ? "no API key was sent" : "the API key is wrong, or was deleted",
              "send the header Authorization: Bearer and an API key");
        });
  }

  /// The path without the query, which may hold more than a log should.
  private static String shown(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
  }
}
