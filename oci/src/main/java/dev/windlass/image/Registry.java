// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// All registries, one image at a time: signs in where it must and turns every no into a [Failure].
/// Safe to share between threads.
final class Registry implements AutoCloseable {
  private final Wire wire;
  private final Grants grants;
  private final Limits limits;
  private final Function<String, URI> bases;

  /// @param bases where the registry of a host is
  Registry(Limits limits, InstantSource clock, Function<String, URI> bases) {
    this.wire = new Wire(limits);
    this.grants = new Grants(wire, limits, clock);
    this.limits = limits;
    this.bases = bases;
  }

  /// Asks with HEAD, which registries do not count as a pull. What HEAD refuses is asked once more
  /// with GET, because only that can say why.
  Digest digest(Asking asking) throws Refused, IOException, InterruptedException {
    try {
      var told = send(asking, new Endpoint.AskDigest(asking.repository(), asking.image().name()));
      if (told.isPresent()) {
        return told.get();
      }
    } catch (Refused refused) {
      if (refused.why() instanceof Failure.Unreachable) {
        throw refused;
      }
    }
    return Digest.of(manifest(asking, asking.image().name()));
  }

  /// @param name tag or digest
  byte[] manifest(Asking asking, String name) throws Refused, IOException, InterruptedException {
    try {
      return send(asking, new Endpoint.FetchManifest(asking.repository(), name, limits)).bytes();
    } catch (Refused refused) {
      throw refused.why() instanceof Failure.UnknownManifest(_, var refusal)
          ? new Refused(whatIsMissing(asking, refusal))
          : refused;
    }
  }

  /// Many registries say the same of a missing repository as of a missing tag.
  private Failure whatIsMissing(Asking asking, Refusal refusal)
      throws IOException, InterruptedException {
    try {
      send(asking, new Endpoint.ListTags(asking.repository()));
      return new Failure.UnknownManifest(asking.image(), refusal);
    } catch (Refused refused) {
      return switch (refused.why()) {
        case Failure.UnknownRepository unknown -> unknown;
        case Failure.UnknownManifest(_, var other) when isNoRegistry(refusal, other) ->
            new Failure.Misbehaved(asking.image(), refusal);
        case Failure.UnknownManifest(_, var other) when other.code().isEmpty() ->
            new Failure.UnknownRepository(asking.image(), refusal);
        default -> new Failure.UnknownManifest(asking.image(), refusal);
      };
    }
  }

  private static boolean isNoRegistry(Refusal manifest, Refusal tags) {
    return manifest.code().isEmpty()
        && tags.code().isEmpty()
        && manifest.message().contains("HTML");
  }

  <T> T blob(Asking asking, Digest digest, Endpoint.FetchBlob.Reader<T> reader)
      throws Refused, IOException, InterruptedException {
    try {
      return send(asking, new Endpoint.FetchBlob<>(asking.repository(), digest, reader));
    } catch (Refused refused) {
      throw switch (refused.why()) {
        // the registry has the manifest and lost what it is made of
        case Failure.UnknownManifest(_, var refusal) ->
            new Refused(new Failure.Misbehaved(asking.image(), refusal));
        case Failure.UnknownRepository(_, var refusal) ->
            new Refused(new Failure.Misbehaved(asking.image(), refusal));
        case Failure _ -> refused;
      };
    }
  }

  /// The one way to ask a registry. Throws what the endpoint's reading throws, except for trouble
  /// of the network, which is a refusal.
  <T> T send(Asking asking, Endpoint<T> endpoint)
      throws Refused, IOException, InterruptedException {
    var ask = endpoint.ask(bases.apply(asking.repository().host()));
    var grant = grants.known(asking);
    try (var answer = wire.ask(asking, ask, grant.map(Grant::header))) {
      if (answer.status() != 401) {
        return read(asking, endpoint, answer, grant);
      }
      grants.forget(asking);
      var fresh = sign(asking, answer);
      if (fresh.isEmpty()) {
        return read(asking, endpoint, answer, Optional.empty());
      }
      return again(asking, endpoint, ask, fresh);
    }
  }

  private <T> T again(Asking asking, Endpoint<T> endpoint, Ask ask, Optional<Grant> grant)
      throws Refused, IOException, InterruptedException {
    try (var answer = wire.ask(asking, ask, grant.map(Grant::header))) {
      if (answer.status() == 401) {
        grants.forget(asking);
      }
      return read(asking, endpoint, answer, grant);
    }
  }

  private Optional<Grant> sign(Asking asking, Answer answer) throws Refused, InterruptedException {
    var challenges = Challenge.parse(answer.headers().allValues("WWW-Authenticate"));
    return grants.answer(asking, answer, Challenge.best(challenges));
  }

  private <T> T read(Asking asking, Endpoint<T> endpoint, Answer answer, Optional<Grant> grant)
      throws Refused, IOException, InterruptedException {
    if (!answer.isGood()) {
      throw new Refused(
          Verdict.ofRegistry(asking, Refusals.of(answer, limits), answer.headers(), grant));
    }
    try {
      return endpoint.read(answer);
    } catch (Lost e) {
      throw new Refused(Wire.unreachable(asking, answer.address(), e.why()));
    } catch (BadAnswer e) {
      throw new Refused(new Failure.Misbehaved(asking.image(), Refusals.of(answer, e)));
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    }
  }

  private static InterruptedException interrupted(InterruptedIOException e) {
    Thread.interrupted(); // said by the exception from here on
    var interrupted = new InterruptedException(e.getMessage());
    interrupted.initCause(e);
    return interrupted;
  }

  @Override
  public void close() {
    wire.close();
  }
}
