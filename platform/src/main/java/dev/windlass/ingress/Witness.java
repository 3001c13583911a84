// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Hears of each request that the ingress gets, when it comes and when it is over.
///
/// Called on the threads that carry the traffic: an implementation notes what it heard and returns
/// at once.
@FunctionalInterface
public interface Witness {
  /// A request came.
  Account began(Arrival arrival);

  /// What is heard of one request.
  @FunctionalInterface
  interface Account {
    /// The `traceparent` and `tracestate` that the app is to see (W3C Trace Context) instead of
    /// what the client sent.
    default Map<String, String> trace() {
      return Map.of();
    }

    /// It is over: answered, or given up.
    void over(Departure departure);
  }

  /// @param client the address that it came from
  /// @param host as the client wrote it, port included
  /// @param protocol `HTTP/1.1`, `HTTP/2`
  /// @param headers some of those it had, by their names in lower case: `user-agent`, `referer`,
  ///   `traceparent`, `tracestate`
  record Arrival(
      Instant at,
      String client,
      boolean tls,
      String host,
      String method,
      String uri,
      String protocol,
      Map<String, String> headers) {
    public Arrival {
      headers = Map.copyOf(headers);
    }
  }

  /// @param status 0 when there was no answer
  /// @param bytes of the answer's body that were sent
  /// @param took from when it came
  /// @param waited until there was an instance for it; all the time when there was none
  /// @param way that it went; empty when its host leads nowhere
  /// @param backend that worked on it last; empty when none did
  record Departure(
      int status,
      long bytes,
      Duration took,
      Duration waited,
      String way,
      Optional<String> backend) {}
}
