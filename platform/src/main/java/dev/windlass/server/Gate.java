// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.windlass.engine.Store;
import dev.windlass.identity.Caller;
import dev.windlass.identity.Identity;
import dev.windlass.server.Router.Match;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The one way in: who asks, what for, and how an answer or a refusal goes over the wire. Bodies
/// are never logged.
final class Gate implements HttpHandler {
  private static final System.Logger log = System.getLogger(Gate.class.getName());
  private static final List<String> ECHOED = List.of("Transaction-Id", "X-Request-Id");

  private static final String EVENTS = "text/event-stream";

  private final Identity identity;
  private final Router router;
  private final URI base;

  /// @param base where the API is, as answers tell it
  Gate(Identity identity, Router router, URI base) {
    this.identity = identity;
    this.router = router;
    this.base = base;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long begin = System.nanoTime();
    try (exchange) {
      echo(exchange);
      send(exchange, answer(exchange));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      log.log(
          DEBUG,
          () ->
              "%s %s %d %d ms"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI().getRawPath(),
                      exchange.getResponseCode(),
                      Duration.ofNanos(System.nanoTime() - begin).toMillis()));
    }
  }

  private static void echo(HttpExchange exchange) {
    for (String name : ECHOED) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        exchange.getResponseHeaders().set(name, value);
      }
    }
  }

  private Answer answer(HttpExchange exchange) throws InterruptedException {
    try {
      return routed(exchange);
    } catch (Refused e) {
      return refusal(e);
    } catch (Store.Conflict e) {
      return refusal(Refused.conflict("conflict", String.valueOf(e.getMessage())));
    } catch (Store.Gone e) {
      return refusal(Refused.notFound(String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      return broken(exchange, e);
    }
  }

  private Answer routed(HttpExchange exchange) throws IOException, InterruptedException {
    Function<String, Optional<String>> header =
        name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    var caller = caller(exchange, header.apply("Authorization").orElse(""));
    var path = path(exchange.getRequestURI().getRawPath());
    Permit.of(exchange.getRequestMethod(), path).check(caller, path);
    var call =
        new Call(
            caller,
            exchange.getRequestMethod(),
            path,
            query(exchange.getRequestURI().getRawQuery()),
            Map.of(),
            header,
            Encoding.of(header).decoded(exchange.getRequestBody()));
    return switch (router.find(call.method(), call.path())) {
      case Match.Found(var handler, var names) -> handler.answer(call.named(names));
      case Match.WrongVerb(var allowed) -> {
        exchange.getResponseHeaders().set("Allow", String.join(", ", allowed));
        throw new Refused(
            405, List.of(new Problem("method_not_allowed", wrong(call, allowed), "")));
      }
      case Match.Unknown() ->
          throw new Refused(
              404,
              List.of(
                  new Problem(
                      "path_not_found",
                      "There is no %s; all paths begin with /v2/, such as /v2/projects"
                          .formatted(Shown.of(exchange.getRequestURI().getRawPath())),
                      "")));
    };
  }

  private Caller caller(HttpExchange exchange, String authorization) {
    var from = exchange.getRemoteAddress().getAddress().getHostAddress();
    return switch (identity.enter(authorization, from)) {
      case Identity.Entry.Known(var caller) -> caller;
      case Identity.Entry.Unknown _ -> {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        throw Refused.unauthorized(
            "The API key or token is missing, wrong, revoked or expired; send the header"
                + " Authorization: Bearer <API key or token>");
      }
      case Identity.Entry.TooManyFailures(var wait) -> {
        long seconds = Math.max(1, wait.toSeconds());
        exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
        throw Refused.tooMany(
            "Too many wrong keys came from %s; try again in %d s".formatted(from, seconds));
      }
    };
  }

  private static String wrong(Call call, List<String> allowed) {
    return "%s is not possible here; %s is".formatted(call.method(), String.join(" or ", allowed));
  }

  private static List<String> path(String raw) {
    return Arrays.stream(raw.replaceFirst("^/", "").replaceFirst("/$", "").split("/", -1))
        .map(segment -> decoded(segment.replace("+", "%2B")))
        .toList();
  }

  private static Map<String, String> query(@Nullable String raw) {
    var query = new HashMap<String, String>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.badRequest(
          Shown.of(text) + " has a % that is not followed by two hex digits; write %25 for it");
    }
  }

  private Answer refusal(Refused refused) {
    return refusal(refused.status(), refused.problems(), trace());
  }

  private Answer refusal(int status, List<Problem> problems, String trace) {
    var body = new LinkedHashMap<String, Object>();
    body.put("errors", problems.stream().map(problem -> problem.json(base)).toList());
    body.put("trace", trace);
    body.put("status_code", status);
    return new Answer.Json(status, body);
  }

  private Answer broken(HttpExchange exchange, Exception e) {
    String trace = trace();
    log.log(
        ERROR,
        exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath() + " " + trace,
        e);
    return refusal(
        500,
        List.of(
            new Problem(
                "internal_error",
                "Something went wrong inside; the log of the engine tells more under " + trace,
                "")),
        trace);
  }

  private static String trace() {
    return "codeengine-api-" + UUID.randomUUID().toString().replace("-", "");
  }

  private static void send(HttpExchange exchange, Answer answer)
      throws IOException, InterruptedException {
    switch (answer) {
      case Answer.Empty(int status) -> exchange.sendResponseHeaders(status, -1);
      case Answer.Json(int status, var body) -> {
        if (body.get("entity_tag") instanceof String tag) {
          exchange.getResponseHeaders().set("ETag", tag);
        }
        byte[] bytes = packed(exchange, Typed.bytes(body));
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
          exchange.sendResponseHeaders(status, -1);
        } else {
          exchange.sendResponseHeaders(status, bytes.length);
          write(exchange, out -> out.write(bytes));
        }
      }
      case Answer.Lines(var source) -> {
        boolean events = wantsEvents(exchange);
        exchange.getResponseHeaders().set("Content-Type", events ? EVENTS : "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        write(exchange, events ? out -> source.write(new EventLines(out)) : source);
      }
    }
  }

  private static boolean wantsEvents(HttpExchange exchange) {
    var accepted = exchange.getRequestHeaders().getFirst("Accept");
    return accepted != null && accepted.contains(EVENTS);
  }

  private static byte[] packed(HttpExchange exchange, byte[] bytes) throws IOException {
    var accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
    if (!Encoding.isWorth(bytes) || !Encoding.accepts(accepted)) {
      return bytes;
    }
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    return Encoding.gzip(bytes);
  }

  private static void write(HttpExchange exchange, Answer.Source source)
      throws IOException, InterruptedException {
    try (OutputStream out = exchange.getResponseBody()) {
      source.write(out);
    }
  }
}
