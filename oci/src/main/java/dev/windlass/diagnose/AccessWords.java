// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure;
import dev.windlass.image.Identity;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import java.util.Optional;

/// The words for who may pull what.
final class AccessWords {
  private static final String HUB = "docker.io";
  private static final String NAME_IT = "windlass app update --name APP --registry-secret NAME";

  private static final Identity NOBODY = new Identity(Optional.empty(), "", "");

  private AccessWords() {}

  static Words missing(Reference image, Refusal refusal) {
    var host = PullWords.host(image);
    return new Words(
        host + " wants to know who asks",
        "the image is private, and the app or job names no registry secret" + said(refusal),
        secretFor(host));
  }

  private static String secretFor(String host) {
    return PullWords.create("NAME", host) + ", and name it: " + NAME_IT;
  }

  private static String said(Refusal refusal) {
    return refusal.message().isEmpty() ? "" : "; the registry says: " + refusal.message();
  }

  static Words notShown(Reference image, Refusal refusal) {
    var host = PullWords.host(image);
    var hub = host.equals(HUB) ? ", as Docker Hub does" : "";
    return new Words(
        "there is no such repository, or it is private",
        "%s says the same of both%s%s".formatted(host, hub, said(refusal)),
        "check the spelling of %s; if it is private, add a registry secret that may pull it: %s"
            .formatted(image.repository(), secretFor(host)));
  }

  static Words ofOtherHost(Failure.SecretForOtherHost failure) {
    var host = PullWords.host(failure.image());
    var nearest = failure.nearest();
    return new Words(
        "the registry secret is for another registry",
        nearest.isNear()
            ? "of the secret, '%s' comes nearest: %s".formatted(nearest.key(), nearest.difference())
            : "the secret is for %s, and the image is on %s"
                .formatted(String.join(", ", failure.keys()), host),
        nearest.isNear()
            ? "if that one is meant, make the secret anew for this host: "
                + PullWords.create("NAME", host)
                + "; or check the host in the name of the image"
            : secretFor(host));
  }

  static Words noSecret(Reference image, String secret) {
    return new Words(
        "the registry secret '%s' does not exist".formatted(secret),
        "the app or job names the registry secret '%s', and this project has none of that name"
            .formatted(secret),
        PullWords.create(secret, PullWords.host(image)));
  }

  static Words wrong(Failure.WrongCredentials failure) {
    var host = PullWords.host(failure.image());
    var refusal = failure.refusal();
    var username = failure.who().username();
    boolean silent = refusal.status() == 400 && refusal.code().isEmpty();
    var addresses =
        silent
            ? "; or the account lets only listed IP addresses in, and this machine's is not one"
            : "";
    return failure.expired()
        ? new Words(
            "the credentials for %s have expired".formatted(host),
            "the user '%s' was let in once%s".formatted(username, said(refusal)),
            "log in anew, and put the new password into the registry secret: "
                + update(failure.who()))
        : new Words(
            host + " does not accept the credentials",
            "the user '%s' is unknown there, or the password or API key is wrong or expired%s%s"
                .formatted(username, addresses, said(refusal)),
            "put the right password into the registry secret: " + update(failure.who()));
  }

  private static String update(Identity who) {
    return "windlass registry update --name %s --username %s --password-from-file FILE"
        .formatted(who.secret().orElse("NAME"), who.username().isEmpty() ? "USER" : who.username());
  }

  static Words denied(Failure.Denied failure) {
    var host = PullWords.host(failure.image());
    var why = "the registry says: " + PullWords.answer(failure.refusal());
    return switch (failure.reason()) {
      case NO_RIGHT ->
          new Words(
              "we may not have it",
              failure.refusal().message().isEmpty()
                  ? "the registry knows who asks and says no (%s)"
                      .formatted(PullWords.answer(failure.refusal()))
                  : "the registry says: " + failure.refusal().message(),
              "give the user of the registry secret the right to pull %s, or use another: %s"
                  .formatted(failure.image().repository(), update(NOBODY)));
      case ADDRESS ->
          new Words(
              "%s does not let this machine's IP address in".formatted(host),
              why,
              "have the owner of the account allow the address by which this machine goes out: curl -4 https://icanhazip.com");
      case PRIVATE_NETWORK_ONLY ->
          new Words(
              "the registry lets nobody in over the public network",
              why,
              "name the image by the registry's private host: windlass app update --name APP --image"
                  + " private."
                  + failure.image());
      case TRAFFIC_QUOTA ->
          new Words(
              "the account has used up what it may pull this month",
              why,
              "raise the quota at %s, or wait until it starts anew: %s quota-set --traffic MB"
                  .formatted(host, tool(host)));
      case STORAGE_QUOTA ->
          new Words(
              "the account has used up its storage",
              why,
              "delete images at %s, or raise the quota: %s quota-set --storage MB"
                  .formatted(host, tool(host)));
    };
  }

  /// What sets quotas there: these words are said by IBM's registry and by ours.
  private static String tool(String host) {
    return host.endsWith("icr.io") ? "ibmcloud cr" : "windlass cr";
  }
}
