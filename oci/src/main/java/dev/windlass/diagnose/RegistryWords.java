// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure;

/// The words for registries, and what stands in their place, that answer what no registry should.
final class RegistryWords {
  private RegistryWords() {}

  static Words of(Failure.Misbehaved failure) {
    var image = failure.image();
    var refusal = failure.refusal();
    var host = PullWords.host(image);
    var server = PullWords.server(image, refusal);
    var answer = PullWords.answer(refusal);
    return switch (failure.oddity()) {
      case BROKEN ->
          new Words(
              "the registry is out of order",
              "%s answered %s; image and credentials are not to blame".formatted(server, answer),
              "nothing: it is tried again by itself; if it stays, tell the operator of " + host);
      case TOKEN_SERVER ->
          new Words(
              "the token server of the registry is out of order",
              "%s, where %s sends those who log in, answered %s; the credentials are not to blame"
                  .formatted(server, host, answer),
              "nothing: it is tried again by itself; if it stays, tell the operator of " + host);
      case TOKEN_REFUSED ->
          new Words(
              "the registry does not accept the tokens of its own token server",
              "a token that was just given was answered with %s".formatted(answer),
              "it is tried again by itself; if it stays, tell the operator of %s: its clock, its key or the name of its service differs from the token server's"
                  .formatted(host));
      case CHALLENGE ->
          new Words(
              "%s wants a login and does not say where".formatted(host),
              "it answered %s".formatted(answer),
              "tell the operator of %s that WWW-Authenticate is broken: curl -i %s/v2/"
                  .formatted(host, root(failure)));
      case LOGIN_PAGE ->
          new Words(
              "a web page stands before the registry",
              "%s answered %s".formatted(server, answer),
              "log in to the network, or have the registry's address let through by whoever runs that page: curl -i %s/v2/"
                  .formatted(root(failure)));
      case NO_REGISTRY ->
          new Words(
              "what listens at %s is no registry".formatted(host),
              "%s answered %s".formatted(server, answer),
              "check the host and the port in the name of the image; a registry answers this with 200 or 401: curl -i %s/v2/"
                  .formatted(root(failure)));
      case PROXY_LOGIN ->
          new Words(
              "a proxy on the way wants a login of its own",
              "%s answered %s".formatted(server, answer),
              "give Windlass a proxy with a login, and start it anew: HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT, or leave %s out: NO_PROXY=%s"
                  .formatted(host, host.replaceFirst(":[0-9]+$", "")));
      case STORAGE ->
          new Words(
              "the storage behind the registry does not give the bytes out",
              "%s sent us to %s, which answered %s".formatted(host, server, answer),
              "it is tried again by itself with a new link; if it stays, check the clock of this machine (date), and tell the operator of "
                  + host);
      case REDIRECT_LOOP ->
          new Words(
              "the registry sends us round in circles",
              "at %s: %s".formatted(server, refusal.message()),
              "tell the operator of %s; to see where it leads: curl -sIL --max-redirs 9 %s"
                  .formatted(host, refusal.address()));
      case REDIRECT_UNSAFE ->
          new Words(
              "the registry sends us to where everybody could listen",
              "%s: %s, without TLS".formatted(server, refusal.message()),
              "tell the operator of %s to give out its bytes over TLS; to see where it leads: curl -sI %s"
                  .formatted(host, refusal.address()));
    };
  }

  private static String root(Failure.Misbehaved failure) {
    var address = failure.refusal().address();
    return address.getScheme() + "://" + PullWords.host(failure.image());
  }
}
