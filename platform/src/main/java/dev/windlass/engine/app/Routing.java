// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.diagnose.Diagnosis;
import dev.windlass.engine.app.World.Wanted;
import dev.windlass.ingress.Backend;
import dev.windlass.ingress.Protocol;
import dev.windlass.ingress.Route;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the requests for an app are served.
final class Routing {
  private static final int PATIENCE_SECONDS = 300;
  private static final int CONCURRENCY = 100;

  private Routing() {}

  /// @param revision the one that serves, or, before there is one, the one that is to
  static Route route(Wanted app, Optional<Revision> revision, List<Replica> ready) {
    return new Route(
        ready.stream().map(replica -> backend(revision.orElseThrow(), replica)).toList(),
        revision.map(Routing::patience).orElse(Duration.ofSeconds(PATIENCE_SECONDS)),
        ready.isEmpty() ? revision.map(Routing::why).orElse("") : "");
  }

  private static Backend backend(Revision revision, Replica replica) {
    var template = revision.template();
    return new Backend(
        replica.id(),
        new InetSocketAddress(replica.container().address(), Probing.port(template)),
        requireNonNullElse(template.scaleConcurrency(), CONCURRENCY),
        "h2c".equals(template.imagePortName()) ? Protocol.H2C : Protocol.HTTP1);
  }

  /// How long a request may take.
  static Duration patience(Revision revision) {
    return Duration.ofSeconds(
        requireNonNullElse(revision.template().scaleRequestTimeout(), PATIENCE_SECONDS));
  }

  /// Says nothing while there is hope: then requests wait.
  private static String why(Revision revision) {
    return revision.troubled() ? words(revision.observed().diagnosis()) : "";
  }

  private static String words(@Nullable Diagnosis diagnosis) {
    return diagnosis == null
        ? "no instance is ready"
        : "%s. %s. %s."
            .formatted(bare(diagnosis.problem()), bare(diagnosis.cause()), bare(diagnosis.fix()));
  }

  private static String bare(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
