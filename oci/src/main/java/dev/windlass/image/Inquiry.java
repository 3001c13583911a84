// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Misbehaved.Oddity;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds out by a few more questions what it means that there is no such manifest: many registries
/// answer the same to a wrong tag, a wrong repository and a wrong host. Asks only after a no, each
/// question once, and writes each down; when they bring nothing, the no stays what it was.
record Inquiry(Registry registry) {
  private static final Pattern NO_REPOSITORY =
      Pattern.compile("(?i)(repository|project|name) .*(not found|not exist|unknown|not known)");

  /// @param name the tag or digest that was asked for
  Failure why(Asking asking, String name, Failure first) throws IOException, InterruptedException {
    return switch (first) {
      case Failure.UnknownManifest missing -> missing(asking, name, missing);
      case Failure _ -> first;
    };
  }

  private Failure missing(Asking asking, String name, Failure.UnknownManifest first)
      throws IOException, InterruptedException {
    var lied = otherDigest(asking, name);
    if (lied.isPresent()) {
      return lied.get();
    }
    boolean silent = first.refusal().code().isEmpty();
    return silent && !isRegistry(asking)
        ? new Failure.Misbehaved(asking.image(), Oddity.NO_REGISTRY, first.refusal())
        : byTags(asking, first);
  }

  /// Whether the digest that is not there is one that a tag was said to have, and has not.
  private Optional<Failure> otherDigest(Asking asking, String name)
      throws IOException, InterruptedException {
    var naming = registry.naming(asking.repository(), name);
    if (naming.isEmpty()) {
      return Optional.empty();
    }
    return learn(
            asking,
            "what tag %s is".formatted(naming.get().tag()),
            step -> {
              var wanted = Digest.parse(name);
              var received =
                  ImageFolder.digestOf(
                      wanted.algorithm(), registry.got(asking.in(step), naming.get().tag()));
              step.saw("digest", received.toString());
              var told =
                  registry.send(
                      asking.in(step),
                      new Endpoint.AskDigest(asking.repository(), naming.get().tag()));
              return told.filter(wanted::equals).isPresent() && !received.equals(wanted)
                  ? Optional.<Failure>of(new Failure.Corrupt(asking.image(), wanted, received))
                  : Optional.<Failure>empty();
            })
        .flatMap(found -> found);
  }

  private boolean isRegistry(Asking asking) throws IOException, InterruptedException {
    return learn(
            asking,
            asking.repository().host(),
            step -> {
              var pong = registry.ping(asking.in(step));
              step.saw("answer", pong.words());
              return pong.isRegistry();
            })
        .orElse(true);
  }

  /// A repository that lists its tags is there.
  private Failure byTags(Asking asking, Failure.UnknownManifest first)
      throws IOException, InterruptedException {
    return learn(
            asking,
            "the tags of " + asking.repository(),
            step -> {
              try {
                registry.send(asking.in(step), new Endpoint.ListTags(asking.repository()));
                return first;
              } catch (Refused refused) {
                return both(asking, first, refused.why());
              }
            })
        .orElse(first);
  }

  private static Failure both(Asking asking, Failure.UnknownManifest first, Failure tags) {
    return switch (tags) {
      case Failure.UnknownRepository unknown -> unknown;
      case Failure.UnknownManifest _ when NO_REPOSITORY.matcher(first.refusal().message()).find() ->
          new Failure.UnknownRepository(asking.image(), first.refusal());
      case Failure.UnknownManifest _ -> new Failure.UnknownImage(asking.image(), first.refusal());
      case Failure _ -> first; // that we may not list them says nothing
    };
  }

  private static <T> Optional<T> learn(Asking asking, String at, Steps.Taking<T> question)
      throws IOException, InterruptedException {
    try {
      return asking
          .steps()
          .take(
              Step.Name.PING,
              at,
              step -> {
                try {
                  return Optional.of(question.take(step));
                } catch (Refused refused) {
                  step.saw("answer", refused.why().evidence());
                  return Optional.<T>empty();
                }
              });
    } catch (Refused refused) {
      throw new AssertionError("refusals are answers here", refused);
    }
  }
}
