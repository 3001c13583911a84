// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import static java.util.stream.Collectors.joining;

import dev.windlass.image.Failure;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/// The words for every way in which a pull can fail.
final class PullWords {
  private PullWords() {}

  static Diagnosis of(Failure failure) {
    var words = words(failure);
    return new Diagnosis(
        Cause.of(failure).id(),
        "Unable to pull the image \"%s\": %s.".formatted(failure.image(), words.problem()),
        words.why(),
        words.fix(),
        failure.evidence());
  }

  private static Words words(Failure failure) {
    return switch (failure) {
      case Failure.UnknownManifest(var image, _) -> ContentWords.absent(image);
      case Failure.UnknownRepository(var image, var refusal) ->
          ContentWords.noRepository(image, refusal);
      case Failure.UnknownImage(var image, var refusal) -> ContentWords.noImage(image, refusal);
      case Failure.LostContent(var image, var part, var refusal) ->
          ContentWords.lost(image, part, refusal);
      case Failure.NotShown(var image, var refusal) -> AccessWords.notShown(image, refusal);
      case Failure.Unreachable unreachable -> NetworkWords.of(unreachable);
      case Failure.MissingCredentials(var image, var refusal) ->
          AccessWords.missing(image, refusal);
      case Failure.SecretForOtherHost other -> AccessWords.ofOtherHost(other);
      case Failure.MissingSecret(var image, var secret) -> AccessWords.noSecret(image, secret);
      case Failure.WrongCredentials wrong -> AccessWords.wrong(wrong);
      case Failure.Denied denied -> AccessWords.denied(denied);
      case Failure.Throttled(var image, var wait, var allowance, var refusal) ->
          throttled(image, wait, allowance.remaining(), refusal);
      case Failure.Misbehaved misbehaved -> RegistryWords.of(misbehaved);
      case Failure.WrongPlatform wrong -> ContentWords.wrongPlatform(wrong);
      case Failure.Unsupported unsupported -> ContentWords.unsupported(unsupported);
      case Failure.BrokenDocument broken -> ContentWords.broken(broken);
      case Failure.Corrupt corrupt -> ContentWords.corrupt(corrupt);
      case Failure.BadLayer bad -> ContentWords.badLayer(bad);
      case Failure.Mirrored mirrored -> mirrored(mirrored);
      case Failure.Local(_, var cause) -> local(cause);
    };
  }

  /// The words for the place that told most, and what happened at each.
  private static Words mirrored(Failure.Mirrored failure) {
    var told = words(failure.decisive());
    var mirror = failure.tries().getFirst().image();
    boolean itself = failure.decisive().image().equals(failure.image());
    var others = failure.tries().size() == 1 ? "; only this mirror is asked" : "";
    return new Words(
        (itself ? "" : "from its mirror %s, ".formatted(mirror)) + told.problem(),
        failure.tries().stream().map(PullWords::atPlace).collect(joining("; ")) + others,
        told.fix());
  }

  private static String atPlace(Failure tried) {
    var words = words(tried);
    return "%s: %s (%s)".formatted(tried.image().repository(), words.problem(), words.why());
  }

  private static Words throttled(
      Reference image, Duration wait, String remaining, Refusal refusal) {
    return new Words(
        host(image) + " limits how often we may ask",
        (refusal.message().isEmpty()
                ? "too many requests came from this address or account"
                : "the registry says: " + refusal.message())
            + (remaining.isEmpty() ? "" : "; remaining: " + remaining),
        "nothing: it is tried again in %d s; to be let in more often, add a registry secret: %s"
            .formatted(wait.toSeconds(), create("NAME", host(image))));
  }

  private static Words local(IOException cause) {
    var detail = Objects.toString(cause.getMessage(), cause.toString());
    boolean full = detail.contains("No space left");
    return new Words(
        full ? "the disk of this machine is full" : "this machine could not write it down",
        detail,
        full
            ? "make room where Windlass keeps its state: df -h /var/lib/windlass"
            : "check the disk under Windlass's state: dmesg | tail");
  }

  static String create(String secret, String host) {
    return "windlass registry create --name %s --server %s --username USER --password-from-file FILE"
        .formatted(secret, host);
  }

  /// What was answered, in a clause: `404, MANIFEST_UNKNOWN: manifest unknown`.
  static String answer(Refusal refusal) {
    var words = refusal.words();
    return words.isEmpty() ? "status " + refusal.status() : refusal.status() + ", " + words;
  }

  /// Who answered.
  static String server(Reference image, Refusal refusal) {
    return Objects.requireNonNullElse(refusal.address().getAuthority(), host(image));
  }

  /// What to build or push: the name with its tag, as nobody pushes to a digest.
  static String tag(Reference image) {
    return switch (image) {
      case Reference.Tagged tagged -> tagged.toString();
      case Reference.Pinned(var repository, _) -> repository + ":TAG";
    };
  }

  static String host(Reference image) {
    return image.repository().host();
  }
}
