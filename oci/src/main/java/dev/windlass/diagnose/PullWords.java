// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import static java.util.stream.Collectors.joining;

import dev.windlass.image.Failure;
import dev.windlass.image.Platform;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// The words for every way in which a pull can fail.
final class PullWords {
  private static final Pattern QUOTA = Pattern.compile("quota", Pattern.CASE_INSENSITIVE);
  private static final Pattern PRIVATE_ONLY =
      Pattern.compile("private network", Pattern.CASE_INSENSITIVE);
  private static final String PREFIX = "Unable to pull the image \"%s\": ";
  private static final String HUB = "docker.io";

  private PullWords() {}

  static Diagnosis of(Failure failure) {
    return switch (failure) {
      case Failure.UnknownManifest(var image, var refusal) -> unknownManifest(image, refusal);
      case Failure.UnknownRepository(var image, var refusal) ->
          words(
              image,
              "unknown_repository",
              "there is no such repository",
              host(image) + " answers, and knows no repository " + image.repository().path(),
              "check the spelling, the namespace and the region of " + image.repository(),
              refusal.toString());
      case Failure.Unreachable unreachable -> unreachable(unreachable);
      case Failure.MissingCredentials(var image, var hosts, var refusal) ->
          missingCredentials(image, hosts, refusal);
      case Failure.MissingSecret(var image, var secret) ->
          words(
              image,
              "missing_pull_secret",
              "the registry secret '%s' does not exist".formatted(secret),
              "the app or job names the registry secret '%s', and this project has none of that name"
                  .formatted(secret),
              create(secret, host(image)),
              "registry secret " + secret);
      case Failure.WrongCredentials(var image, var username, var refusal) ->
          wrongCredentials(image, username, refusal);
      case Failure.Denied(var image, var refusal) -> denied(image, refusal);
      case Failure.Throttled(var image, var wait, var refusal) -> throttled(image, wait, refusal);
      case Failure.Misbehaved(var image, var refusal) ->
          words(
              image,
              "registry_misbehaved",
              "the registry gave an answer that makes no sense",
              "%s answered %s"
                  .formatted(
                      Objects.requireNonNullElse(refusal.address().getAuthority(), host(image)),
                      answer(refusal)),
              "wait and try again; if it stays, tell the operator of " + host(image),
              refusal.toString());
      case Failure.WrongPlatform(var image, var wanted, var offered) ->
          wrongPlatform(image, wanted, offered);
      case Failure.Unsupported(var image, var mediaType) ->
          words(
              image,
              "unsupported_image",
              "it is nothing that can be run",
              "it is or holds " + (mediaType.isEmpty() ? "something without a type" : mediaType),
              "build it again as an image: podman build --tag " + tag(image) + " .",
              mediaType);
      case Failure.Corrupt(var image, var wanted, var received) ->
          words(
              image,
              "corrupt_image",
              "bytes arrived that are not its own",
              "asked for %s and received %s".formatted(wanted, received),
              "try again; if it stays, push the image once more: podman push " + tag(image),
              "wanted %s, received %s".formatted(wanted, received));
      case Failure.BadLayer(var image, var layer, var detail) ->
          words(
              image,
              "bad_layer",
              "one of its layers cannot be unpacked",
              "layer %s: %s".formatted(layer, detail),
              "build and push it again: podman build --tag %1$s . && podman push %1$s"
                  .formatted(tag(image)),
              detail);
      case Failure.Mirrored mirrored -> mirrored(mirrored);
      case Failure.Local(var image, var cause) -> local(image, cause);
    };
  }

  /// The words for the place that told most, and what happened at each.
  private static Diagnosis mirrored(Failure.Mirrored failure) {
    var image = failure.image();
    var told = of(failure.decisive());
    var mirror = failure.tries().getFirst().image();
    boolean itself = failure.decisive().image().equals(image);
    var others = failure.tries().size() == 1 ? "; only this mirror is asked" : "";
    return words(
        image,
        told.code(),
        (itself ? "" : "from its mirror %s, ".formatted(mirror)) + problem(failure.decisive()),
        failure.tries().stream().map(PullWords::atPlace).collect(joining("; ")) + others,
        told.fix(),
        failure.tries().stream().map(tried -> of(tried).evidence()).collect(joining("; ")));
  }

  private static String atPlace(Failure tried) {
    return "%s: %s (%s)".formatted(tried.image().repository(), problem(tried), of(tried).cause());
  }

  /// What happened, without the name of the image.
  private static String problem(Failure failure) {
    return of(failure)
        .problem()
        .substring(PREFIX.formatted(failure.image()).length())
        .replaceFirst("\\.$", "");
  }

  private static Diagnosis words(
      Reference image, String code, String problem, String cause, String fix, String evidence) {
    return new Diagnosis(code, PREFIX.formatted(image) + problem + ".", cause, fix, evidence);
  }

  private static Diagnosis unknownManifest(Reference image, Refusal refusal) {
    return switch (image) {
      case Reference.Tagged(var repository, var tag) ->
          words(
              image,
              "unknown_manifest",
              "the repository has no tag '%s'".formatted(tag),
              "%s knows the repository %s, but no tag '%s' in it"
                  .formatted(repository.host(), repository.path(), tag),
              "see which tags there are: skopeo list-tags docker://" + repository,
              refusal.toString());
      case Reference.Pinned(var repository, var digest) ->
          words(
              image,
              "unknown_manifest",
              "the repository does not have this digest",
              "it was deleted, or another image was pushed under its tag and retention took the old"
                  + " one; this revision is pinned to "
                  + digest.brief(),
              "make a revision of what the tag names now: windlass app update --name APP --image "
                  + repository
                  + ":TAG",
              refusal.toString());
    };
  }

  private static Diagnosis unreachable(Failure.Unreachable failure) {
    var at = Objects.requireNonNullElse(failure.endpoint().getAuthority(), host(failure.image()));
    var evidence = failure.endpoint() + ": " + failure.detail();
    return switch (failure.trouble()) {
      case UNKNOWN_HOST ->
          words(
              failure.image(),
              "registry_not_found",
              "the host '%s' does not exist".formatted(at),
              "no name server knows '%s'".formatted(at),
              "check the spelling of the registry host, and that this machine can resolve it:"
                  + " getent hosts "
                  + at.replaceFirst(":[0-9]+$", ""),
              evidence);
      case REFUSED ->
          words(
              failure.image(),
              "registry_not_found",
              "nobody listens at " + at,
              "the machine is there, and nothing answers on that port",
              "check the port and that the registry runs: curl -i %s/v2/".formatted(root(failure)),
              evidence);
      case TIMEOUT ->
          words(
              failure.image(),
              "registry_not_found",
              at + " does not answer",
              "waited, and nothing came: " + failure.detail(),
              "check the network, its firewall and its proxy: curl -i --max-time 5 %s/v2/"
                  .formatted(root(failure)),
              evidence);
      case TLS ->
          words(
              failure.image(),
              "registry_not_found",
              "the connection to %s cannot be made safe".formatted(at),
              "TLS: " + failure.detail(),
              "have this machine trust the registry's certificate, or check that it speaks HTTPS:"
                  + " curl -i %s/v2/".formatted(root(failure)),
              evidence);
      case BROKEN ->
          words(
              failure.image(),
              "registry_not_found",
              "the connection to %s broke".formatted(at),
              failure.detail(),
              "try again; if it stays, something between here and the registry cuts connections",
              evidence);
    };
  }

  private static String root(Failure.Unreachable failure) {
    return failure.endpoint().getScheme() + "://" + failure.endpoint().getAuthority();
  }

  private static Diagnosis missingCredentials(
      Reference image, List<String> hosts, Refusal refusal) {
    var host = host(image);
    var hidden =
        host.equals(HUB) ? "; Docker Hub says the same of repositories that do not exist" : "";
    return hosts.isEmpty()
        ? words(
            image,
            "missing_pull_credentials",
            host + " wants to know who asks",
            "the image is private, and the app or job names no registry secret" + hidden,
            create("NAME", host)
                + ", and name it: windlass app update --name APP --registry-secret NAME",
            refusal.toString())
        : words(
            image,
            "missing_pull_credentials",
            "the registry secret is for another registry",
            "the secret is for %s, and the image is on %s"
                .formatted(String.join(", ", hosts), host),
            create("NAME", host)
                + ", and name it: windlass app update --name APP --registry-secret NAME",
            refusal.toString());
  }

  private static Diagnosis wrongCredentials(Reference image, String username, Refusal refusal) {
    boolean tokenServer = refusal.status() == 400;
    return words(
        image,
        "wrong_pull_credentials",
        host(image) + " does not accept the credentials",
        "the user '%s' is unknown there, or the password or API key is wrong or expired"
                .formatted(username)
            + (tokenServer
                ? "; or the account lets only listed IP addresses in, and this machine's is not one"
                : ""),
        "put the right password into the registry secret: windlass registry update --name NAME"
            + " --username "
            + username
            + " --password-from-file FILE",
        refusal.toString());
  }

  private static Diagnosis denied(Reference image, Refusal refusal) {
    if (QUOTA.matcher(refusal.message()).find()) {
      return words(
          image,
          "denied",
          "a quota of the registry is used up",
          said(refusal),
          "raise the quota or the plan at %s, or wait until it starts anew".formatted(host(image)),
          refusal.toString());
    }
    if (PRIVATE_ONLY.matcher(refusal.message()).find()) {
      return words(
          image,
          "denied",
          "the registry lets nobody in over the public network",
          said(refusal),
          "name the image by the registry's private host: windlass app update --name APP --image"
              + " private."
              + image,
          refusal.toString());
    }
    return words(
        image,
        "denied",
        "we may not have it",
        said(refusal),
        "give the user of the registry secret the right to pull %s, or use another: windlass"
                .formatted(image.repository())
            + " registry update --name NAME --username USER --password-from-file FILE",
        refusal.toString());
  }

  private static String said(Refusal refusal) {
    return refusal.message().isEmpty()
        ? "the registry knows who asks and says no (%s)".formatted(answer(refusal))
        : "the registry says: " + refusal.message();
  }

  private static Diagnosis throttled(Reference image, Duration wait, Refusal refusal) {
    return words(
        image,
        "throttled",
        host(image) + " limits how often we may ask",
        refusal.message().isEmpty()
            ? "too many requests came from this address or account"
            : "the registry says: " + refusal.message(),
        "nothing: it is tried again in %d s; to be let in more often, add a registry secret: %s"
            .formatted(wait.toSeconds(), create("NAME", host(image))),
        refusal.toString());
  }

  private static Diagnosis wrongPlatform(Reference image, Platform wanted, List<Platform> offered) {
    var there = offered.stream().map(Platform::toString).collect(joining(", "));
    return words(
        image,
        "wrong_platform",
        "it does not run on " + wanted,
        "it was built for " + (there.isEmpty() ? "nothing that it names" : there),
        "build it for this machine: podman build --platform %s --tag %s ."
            .formatted(wanted, tag(image)),
        "wanted %s, offered %s".formatted(wanted, there));
  }

  private static Diagnosis local(Reference image, IOException cause) {
    var detail = Objects.toString(cause.getMessage(), cause.toString());
    boolean full = detail.contains("No space left");
    return words(
        image,
        "local",
        full ? "the disk of this machine is full" : "this machine could not write it down",
        detail,
        full
            ? "make room where Windlass keeps its state: df -h /var/lib/windlass"
            : "check the disk under Windlass's state: dmesg | tail",
        cause.toString());
  }

  private static String create(String secret, String host) {
    return "windlass registry create --name %s --server %s --username USER --password-from-file FILE"
        .formatted(secret, host);
  }

  private static String answer(Refusal refusal) {
    var words =
        refusal.code().isEmpty()
            ? refusal.message()
            : refusal.message().isEmpty()
                ? refusal.code()
                : refusal.code() + ": " + refusal.message();
    return words.isEmpty() ? "status " + refusal.status() : refusal.status() + ", " + words;
  }

  /// What to build or push: the name with its tag, as nobody pushes to a digest.
  private static String tag(Reference image) {
    return switch (image) {
      case Reference.Tagged tagged -> tagged.toString();
      case Reference.Pinned(var repository, _) -> repository + ":TAG";
    };
  }

  private static String host(Reference image) {
    return image.repository().host();
  }
}
