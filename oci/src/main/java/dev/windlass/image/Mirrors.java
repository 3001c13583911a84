// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The mirrors that are asked before registries. Of several that stand for the same repository the
/// one with the longest name is taken.
public record Mirrors(List<Mirror> all) {
  private static final System.Logger LOG = System.getLogger(Mirrors.class.getName());

  /// Every registry is asked itself.
  public static final Mirrors NONE = new Mirrors(List.of());

  public Mirrors {
    all = List.copyOf(all);
    var seen = new HashSet<String>();
    for (var mirror : all) {
      if (!seen.add(mirror.of())) {
        throw new InvalidName(
            "registry mirror", mirror.toString(), "is the second one of " + mirror.of());
      }
    }
  }

  /// What is asked of a registry, or of its mirror.
  interface Attempt<T> {
    T by(Asking asking) throws Refused, IOException, InterruptedException;
  }

  /// Asks the mirror of an image, if it has one, and when that does not give it the registry
  /// itself. Only what was received and is wrong is not asked for elsewhere: nobody would see that
  /// the mirror is broken.
  <T> T ask(Asking asking, Attempt<T> attempt) throws Refused, IOException, InterruptedException {
    var route = route(asking.repository());
    if (route.isEmpty()) {
      return by(asking, attempt);
    }
    try {
      return by(asking.of(route.get().of(asking.image())), attempt);
    } catch (Refused refused) {
      return switch (weight(refused.why())) {
        case OF_THE_IMAGE -> throw refused;
        case OF_THE_PLACE -> itself(asking, attempt, route.get(), refused.why());
        case FINAL -> throw mirrored(asking.image(), refused.why());
      };
    }
  }

  /// Asks one place. Who is not believed there asks once more as anybody: the image may be public,
  /// and the secret old.
  private static <T> T by(Asking asking, Attempt<T> attempt)
      throws Refused, IOException, InterruptedException {
    asking.steps().asks(asking);
    try {
      return attempt.by(asking);
    } catch (Refused refused) {
      if (asking.credential().isEmpty() || !isOfTheSecret(refused.why())) {
        throw refused;
      }
      return asAnybody(asking, attempt, refused);
    }
  }

  private static <T> T asAnybody(Asking asking, Attempt<T> attempt, Refused first)
      throws Refused, IOException, InterruptedException {
    try {
      T answer = attempt.by(asking.anonymously());
      asking.steps().asks(asking.anonymously());
      asking
          .steps()
          .take(
              Step.Name.CHALLENGE,
              asking.repository().host(),
              step -> {
                step.saw("secret", asking.credentials().secret().orElse(""));
                step.saw("refused", first.why().evidence());
                step.saw("instead", "asked as anybody, which is enough for this image");
                return true;
              });
      return answer;
    } catch (Refused second) {
      throw first; // what is said to nobody says less
    }
  }

  private static boolean isOfTheSecret(Failure why) {
    return switch (why) {
      case Failure.WrongCredentials _, Failure.NotShown _ -> true;
      case Failure.Denied(_, var reason, _) ->
          reason == Failure.Denied.Reason.NO_RIGHT || reason == Failure.Denied.Reason.ADDRESS;
      case Failure _ -> false;
    };
  }

  private record Route(Mirror mirror, Repository place) {
    /// The image under the name that it has there.
    Reference of(Reference image) {
      return switch (image) {
        case Reference.Tagged(_, var tag) -> new Reference.Tagged(place, tag);
        case Reference.Pinned(_, var digest) -> new Reference.Pinned(place, digest);
      };
    }
  }

  private Optional<Route> route(Repository repository) {
    return all.stream()
        .sorted(Comparator.comparingInt((Mirror mirror) -> mirror.of().length()).reversed())
        .flatMap(mirror -> mirror.place(repository).stream().map(place -> new Route(mirror, place)))
        .findFirst();
  }

  /// Where a repository is looked for first; empty when that is at its own registry.
  public Optional<Repository> place(Repository repository) {
    return route(repository).map(Route::place);
  }

  /// What a failure at a mirror says of others.
  private enum Weight {
    OF_THE_IMAGE,
    OF_THE_PLACE,
    FINAL
  }

  private static Weight weight(Failure why) {
    return switch (why) {
      case Failure.UnknownManifest _,
          Failure.UnknownRepository _,
          Failure.UnknownImage _,
          Failure.NotShown _,
          Failure.LostContent _,
          Failure.Unreachable _,
          Failure.MissingCredentials _,
          Failure.SecretForOtherHost _,
          Failure.WrongCredentials _,
          Failure.Denied _,
          Failure.Throttled _,
          Failure.Misbehaved _ ->
          Weight.OF_THE_PLACE;
      case Failure.Corrupt _ -> Weight.FINAL;
      case Failure.MissingSecret _,
          Failure.WrongPlatform _,
          Failure.Unsupported _,
          Failure.BrokenDocument _,
          Failure.BadLayer _,
          Failure.Local _,
          Failure.Mirrored _ ->
          Weight.OF_THE_IMAGE;
    };
  }

  private static <T> T itself(Asking asking, Attempt<T> attempt, Route route, Failure first)
      throws Refused, IOException, InterruptedException {
    var image = asking.image();
    if (route.mirror().only()) {
      throw mirrored(image, first);
    }
    LOG.log(
        System.Logger.Level.WARNING, "the mirror does not give {0}: {1}", route.of(image), first);
    try {
      return by(asking, attempt);
    } catch (Refused refused) {
      throw weight(refused.why()) == Weight.OF_THE_IMAGE
          ? refused
          : mirrored(image, first, refused.why());
    }
  }

  private static Refused mirrored(Reference image, Failure... tries) {
    return new Refused(new Failure.Mirrored(image, List.of(tries)));
  }
}
