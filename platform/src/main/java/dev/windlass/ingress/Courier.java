// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Brings requests of the engine's own to apps, which come by no address. They go the way of all
/// others: they wake an app, wait for one of its backends, count as what is asked of it, and take
/// no longer than its route allows. Safe to share between threads, which wait.
public final class Courier {
  private static final int NO_PORT = -1;

  private final Parts parts;

  Courier(Parts parts) {
    this.parts = parts;
  }

  /// Returns the status of the answer.
  ///
  /// @param host the app, seen from where it is reached
  /// @throws IOException when there was no answer in time, or nobody to ask
  public int post(Host host, String path, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    var way = parts.routes().way(host).orElseThrow(() -> new IOException("there is no such app"));
    var meter = parts.routes().arrived(way);
    long began = System.nanoTime();
    try {
      return post(way, host, path, headers, body);
    } finally {
      meter.ifPresent(counting -> counting.left(System.nanoTime() - began));
    }
  }

  private int post(String way, Host host, String path, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    var turn = new Turn();
    long until = System.nanoTime() + seated(way, turn).patience().toNanos();
    try {
      var backend = within(until, turn.backend, "no instance was free");
      var answer =
          parts
              .pools()
              .request(backend, backend.protocol(), HttpMethod.POST, path)
              .compose(request -> send(turn.asking(request), host, headers, body))
              .compose(Courier::status);
      int status =
          within(until, answer.toCompletionStage().toCompletableFuture(), "no answer came");
      turn.request = null;
      return status;
    } finally {
      parts.routes().forget(way, turn);
      turn.end();
    }
  }

  private Route seated(String way, Turn turn) throws IOException {
    return switch (parts.routes().enter(way, turn, Set.of(), parts.limits().waiting())) {
      case Seating.Seated(var backend, var route) -> {
        turn.backend.complete(backend);
        yield route;
      }
      case Seating.Queued(var route) -> route;
      case Seating.QueueFull(var waiting) ->
          throw new IOException(waiting + " requests wait for it already");
      case Seating.NoSuchWay() -> throw new IOException("it is not there any more");
    };
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest request, Host host, Map<String, String> headers, byte[] body) {
    headers.forEach(request.headers()::set);
    if (request.version() == HttpVersion.HTTP_2) {
      request.authority(HostAndPort.authority(host.name(), NO_PORT));
    } else {
      request.headers().set("Host", host.name());
    }
    return request.send(Buffer.buffer(body));
  }

  /// What it says besides is nobody's business.
  private static Future<Integer> status(HttpClientResponse response) {
    response.handler(_ -> {});
    return response.end().map(_ -> response.statusCode());
  }

  private static <T> T within(long until, CompletableFuture<T> future, String otherwise)
      throws IOException, InterruptedException {
    try {
      return future.get(Math.max(0, until - System.nanoTime()), NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(otherwise + " in time", e);
    } catch (ExecutionException e) {
      throw new IOException(otherwise + ": " + e.getCause(), e);
    }
  }

  /// A place in the queue, and the seat that is given for it.
  private final class Turn implements Waiter {
    private final CompletableFuture<Backend> backend = new CompletableFuture<>();
    private volatile @Nullable HttpClientRequest request;

    HttpClientRequest asking(HttpClientRequest now) {
      request = now;
      return now;
    }

    @Override
    public void seated(Backend free) {
      backend.complete(free);
    }

    @Override
    public void rerouted(Route route) {}

    @Override
    public void unrouted() {
      backend.completeExceptionally(new IOException("it is not there any more"));
    }

    /// The seat may have been given at the last moment. Hanging up tells a backend to stop.
    void end() {
      if (request != null) {
        var _ = request.reset();
      }
      if (backend.isDone() && !backend.isCompletedExceptionally()) {
        parts.routes().leave(backend.join());
      }
    }
  }
}
