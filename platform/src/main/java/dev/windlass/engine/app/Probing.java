// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.AppPrototype;
import dev.windlass.api.Probe;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How to see whether an instance can take requests.
///
/// @param path what to ask for over HTTP; empty when it is enough that the port answers
/// @param failures how many in a row it takes to believe that it no longer can
record Probing(
    Optional<String> path,
    int port,
    Duration initialDelay,
    Duration interval,
    Duration timeout,
    int failures) {
  private static final int PORT = 8080;

  static Probing of(AppPrototype app) {
    int appPort = port(app);
    Probe probe = app.probeReadiness();
    return probe == null
        ? new Probing(
            Optional.empty(), appPort, Duration.ZERO, seconds(null, 10), seconds(null, 1), 1)
        : of(probe, appPort);
  }

  /// How to see whether an instance is still alive; empty where nobody asked for it.
  static Optional<Probing> alive(AppPrototype app) {
    return Optional.ofNullable(app.probeLiveness()).map(probe -> of(probe, port(app)));
  }

  private static Probing of(Probe probe, int appPort) {
    return new Probing(
        probe.type().equals("http")
            ? Optional.of(requireNonNullElse(probe.path(), "/"))
            : Optional.empty(),
        orElse(probe.port(), appPort),
        seconds(probe.initialDelay(), 0),
        seconds(probe.interval(), 10),
        seconds(probe.timeout(), 1),
        orElse(probe.failureThreshold(), 1));
  }

  /// The port that an app listens on.
  static int port(AppPrototype app) {
    return orElse(app.imagePort(), PORT);
  }

  /// In the API 0 is another way to say nothing.
  private static int orElse(@Nullable Integer number, int standard) {
    return number == null || number == 0 ? standard : number;
  }

  private static Duration seconds(@Nullable Integer number, int standard) {
    return Duration.ofSeconds(orElse(number, standard));
  }

  /// What is asked, for people: `port 8080` or `http port 8080 at /health`.
  String words() {
    return path.map(p -> "GET %s on port %d".formatted(p, port)).orElse("port " + port);
  }
}
