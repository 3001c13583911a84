// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.BrokenDocument.Defect;
import dev.windlass.image.Failure.Misbehaved.Oddity;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// All registries, one image at a time: signs in where it must and turns every no into a [Failure].
/// Safe to share between threads.
final class Registry implements AutoCloseable {
  private static final int WHO_ARE_YOU = 401;

  private final Wire wire;
  private final Grants grants;
  private final Limits limits;
  private final Function<String, URI> bases;
  private final Namings namings = new Namings();
  private final Inquiry inquiry = new Inquiry(this);

  /// @param bases where the registry of a host is
  Registry(Limits limits, InstantSource clock, Function<String, URI> bases, Network network) {
    this.wire = new Wire(limits, clock, network);
    this.grants = new Grants(wire, limits, clock);
    this.limits = limits;
    this.bases = bases;
  }

  /// Asks with HEAD, which registries do not count as a pull. What HEAD refuses is asked once more
  /// with GET, because only that can say why.
  Digest digest(Asking asking) throws Refused, IOException, InterruptedException {
    var digest =
        asking
            .steps()
            .take(Step.Name.MANIFEST, asking.image().name(), step -> told(asking.in(step)));
    namings.say(asking.image(), digest);
    return digest;
  }

  private Digest told(Asking asking) throws Refused, IOException, InterruptedException {
    try {
      var told = send(asking, new Endpoint.AskDigest(asking.repository(), asking.image().name()));
      if (told.isPresent()) {
        asking.steps().saw("digest", told.get().toString());
        return told.get();
      }
    } catch (Refused refused) {
      if (refused.why() instanceof Failure.Unreachable) {
        throw refused;
      }
    }
    var digest = Digest.of(fetched(asking, asking.image().name()));
    asking.steps().saw("digest", digest.toString());
    return digest;
  }

  /// The manifest of an image.
  byte[] manifest(Asking asking, Digest digest) throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(
            Step.Name.MANIFEST,
            digest.toString(),
            step -> fetched(asking.in(step), digest.toString()));
  }

  /// A document that another one names, so that it has to be there.
  byte[] part(Asking asking, Digest digest) throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(
            Step.Name.MANIFEST,
            digest.toString(),
            step -> {
              try {
                return got(asking.in(step), digest.toString());
              } catch (Refused refused) {
                throw new Refused(lost(asking, digest, refused.why()));
              }
            });
  }

  private byte[] fetched(Asking asking, String name)
      throws Refused, IOException, InterruptedException {
    try {
      return got(asking, name);
    } catch (Refused refused) {
      throw new Refused(inquiry.why(asking, name, refused.why()));
    }
  }

  /// @param name tag or digest
  byte[] got(Asking asking, String name) throws Refused, IOException, InterruptedException {
    return send(asking, new Endpoint.FetchManifest(asking.repository(), name, limits)).bytes();
  }

  <T> T blob(Asking asking, Digest digest, Endpoint.FetchBlob.Reader<T> reader)
      throws Refused, IOException, InterruptedException {
    return blob(asking, digest, new Endpoint.FetchBlob<>(asking.repository(), digest, reader));
  }

  /// A blob or a part of one.
  <T> T blob(Asking asking, Digest digest, Endpoint<T> endpoint)
      throws Refused, IOException, InterruptedException {
    try {
      return send(asking, endpoint);
    } catch (Refused refused) {
      throw new Refused(lost(asking, digest, refused.why()));
    }
  }

  /// The registry has the manifest and lost what it is made of.
  private static Failure lost(Asking asking, Digest part, Failure why) {
    return switch (why) {
      case Failure.UnknownManifest(_, var no) -> new Failure.LostContent(asking.image(), part, no);
      case Failure.UnknownRepository(_, var no) ->
          new Failure.LostContent(asking.image(), part, no);
      case Failure.Misbehaved(_, var oddity, var no) when oddity == Oddity.NO_REGISTRY ->
          new Failure.LostContent(asking.image(), part, no);
      case Failure _ -> why;
    };
  }

  /// Which tag was said to name a digest lately.
  Optional<Reference.Tagged> naming(Repository repository, String digest) {
    return namings.of(repository, digest);
  }

  /// Whether there is a registry at all: what it answers when nothing is asked of it.
  ///
  /// @param words of who answers
  record Pong(boolean isRegistry, String words) {}

  Pong ping(Asking asking) throws Refused, InterruptedException {
    var base = bases.apply(asking.repository().host());
    var ask = new Endpoint.Ping().ask(base);
    try (var answer = wire.ask(asking, ask, Optional.empty())) {
      var no = Refusals.of(answer, limits);
      return new Pong(!no.isPage() && answer.status() != 404, no.refusal().toString());
    }
  }

  /// The one way to ask a registry. Throws what the endpoint's reading throws, except for trouble
  /// of the network, which is a refusal.
  <T> T send(Asking asking, Endpoint<T> endpoint)
      throws Refused, IOException, InterruptedException {
    var ask = endpoint.ask(bases.apply(asking.repository().host()));
    var grant = grants.known(asking);
    try (var answer = wire.ask(asking, ask, grant.map(Grant::header))) {
      boolean home = Addresses.sameServer(ask.address(), answer.address());
      if (answer.status() != WHO_ARE_YOU || !home) {
        return read(asking, endpoint, answer, grant);
      }
      var no = Refusals.of(answer, limits);
      if (grant.isPresent()) {
        giveUp(asking, no, grant.get());
      }
      return again(asking, endpoint, ask, signedIn(asking, no));
    }
  }

  /// What was good once may be old now; what never was is not asked for again at once.
  private void giveUp(Asking asking, Rebuff no, Grant grant) throws Refused {
    grants.forget(asking, grant);
    if (!grant.isProven()) {
      throw refused(asking, no, Optional.of(grant));
    }
  }

  private Grant signedIn(Asking asking, Rebuff no)
      throws Refused, IOException, InterruptedException {
    var demand =
        asking
            .steps()
            .take(
                Step.Name.CHALLENGE,
                Addresses.authority(no.ask().address()),
                step -> Demand.of(asking.in(step), no));
    var grant = grants.meet(asking, demand);
    return grant.orElseThrow(() -> refused(asking, no, Optional.empty()));
  }

  private <T> T again(Asking asking, Endpoint<T> endpoint, Ask ask, Grant grant)
      throws Refused, IOException, InterruptedException {
    try (var answer = wire.ask(asking, ask, Optional.of(grant.header()))) {
      return read(asking, endpoint, answer, Optional.of(grant));
    }
  }

  private <T> T read(Asking asking, Endpoint<T> endpoint, Answer answer, Optional<Grant> grant)
      throws Refused, IOException, InterruptedException {
    if (!answer.isGood()) {
      throw refused(asking, Refusals.of(answer, limits), grant);
    }
    grant.ifPresent(shown -> grants.works(asking, shown));
    try {
      return endpoint.read(answer);
    } catch (Lost e) {
      throw Wire.lost(asking, answer, e);
    } catch (BadAnswer e) {
      throw new Refused(none(asking, endpoint, e, Refusals.of(answer, e)));
    } catch (IOException e) {
      Wire.checkInterrupt(e);
      throw e;
    }
  }

  private static Refused refused(Asking asking, Rebuff no, Optional<Grant> grant) {
    asking.steps().saw("said", no.refusal().words());
    return new Refused(Verdict.ofRegistry(asking, no, grant));
  }

  /// What an answer is that is good, and not what was asked for.
  private static Failure none(Asking asking, Endpoint<?> endpoint, BadAnswer why, Refusal refusal) {
    return switch (why) {
      case WebPage _ -> new Failure.Misbehaved(asking.image(), Oddity.LOGIN_PAGE, refusal);
      case TooMuch _ when endpoint instanceof Endpoint.FetchManifest ->
          new Failure.BrokenDocument(asking.image(), Defect.MANIFEST_TOO_BIG, refusal.message());
      case BadAnswer _ -> new Failure.Misbehaved(asking.image(), refusal);
    };
  }

  @Override
  public void close() {
    wire.close();
  }
}
