// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure.Unreachable;
import dev.windlass.image.Failure.Unreachable.Server;
import java.net.URI;
import java.util.Objects;

/// The words for connections that do not come about, or break.
final class NetworkWords {
  private static final int HTTPS = 443;

  private NetworkWords() {}

  static Words of(Unreachable failure) {
    var words = direct(failure);
    return new Words(words.problem(), role(failure) + words.why(), words.fix());
  }

  /// How we came to ask there, where it is not the registry.
  private static String role(Unreachable failure) {
    var registry = PullWords.host(failure.image());
    return switch (failure.server()) {
      case REGISTRY -> "";
      case TOKEN_SERVER ->
          "%s sends whoever has to log in to the token server %s, and there: "
              .formatted(registry, at(failure));
      case STORAGE ->
          "%s sends those who want its bytes to %s, and there: ".formatted(registry, at(failure));
    };
  }

  private static Words direct(Unreachable failure) {
    var at = at(failure);
    return switch (failure.trouble()) {
      case UNKNOWN_HOST ->
          new Words(
              "the host '%s' does not exist".formatted(at),
              failure.detail(),
              "check the spelling of %s, and that this machine can resolve it: getent hosts %s"
                  .formatted(what(failure), host(failure)));
      case NAME_SERVER ->
          new Words(
              "no name server says where '%s' is".formatted(at),
              failure.detail() + ": the name may be right, and the way to the name servers is not",
              "check them: cat /etc/resolv.conf");
      case REFUSED ->
          new Words(
              "nobody listens at " + at,
              "the machine is there, and nothing answers on that port: " + failure.detail(),
              "check the port and that it runs: curl -i " + root(failure));
      case TIMEOUT ->
          new Words(
              at + " does not answer",
              failure.detail() + ": a firewall drops what we send, or the machine is off",
              "check the network, its firewall and its proxy (HTTPS_PROXY): curl -i --max-time 5 "
                  + root(failure));
      case NO_ANSWER ->
          new Words(
              at + " takes the request and does not answer",
              failure.detail() + "; the connection stands, so it is not the network",
              "it is tried again by itself; if it stays, tell the operator of %s: curl -i --max-time 60 %s"
                  .formatted(at, root(failure)));
      case TOO_SLOW ->
          new Words(
              "the bytes from %s come too slowly".formatted(at),
              failure.detail(),
              "it is tried again by itself; check the link to it: curl -o /dev/null -w '%{speed_download}\\n' "
                  + root(failure));
      case UNKNOWN_AUTHORITY ->
          new Words(
              "this machine does not trust the certificate of " + at,
              "it is signed by an authority that is not in the list of this machine: "
                  + failure.detail(),
              "get the authority's certificate from whoever runs %s, and trust it: cp CA.crt /usr/local/share/ca-certificates/ && update-ca-certificates"
                  .formatted(at));
      case EXPIRED_CERTIFICATE ->
          new Words(
              "the certificate of %s has expired".formatted(at),
              failure.detail(),
              "have whoever runs %s renew it, and check the clock of this machine (date): %s -noout -dates"
                  .formatted(at, openssl(failure)));
      case CERTIFICATE_OF_ANOTHER ->
          new Words(
              "the certificate of %s is for another host".formatted(at),
              failure.detail(),
              "name the image by a host that the certificate is for: %s -noout -subject -ext subjectAltName"
                  .formatted(openssl(failure)));
      case NO_TLS ->
          new Words(
              at + " speaks plain HTTP where TLS was expected",
              "only registries on this machine, such as localhost:5000, are spoken to without TLS: "
                  + failure.detail(),
              "name the registry's port with TLS, or put TLS before it; to see what it speaks: curl -i http://%s/v2/"
                  .formatted(at));
      case ONLY_TLS ->
          new Words(
              at + " speaks TLS where plain HTTP was expected",
              "registries on this machine, such as localhost:5000, are spoken to without TLS: "
                  + failure.detail(),
              "name it by the host that its certificate is for instead of by %s: %s -noout -subject"
                  .formatted(host(failure), openssl(failure)));
      case TLS ->
          new Words(
              "the connection to %s cannot be made safe".formatted(at),
              "TLS: " + failure.detail(),
              "see what it speaks: openssl s_client -connect " + address(failure));
      case NOT_HTTP ->
          new Words(
              "what listens at %s does not speak HTTP".formatted(at),
              failure.detail(),
              "check the port: curl -v " + root(failure));
      case BROKEN ->
          new Words(
              "the connection to %s broke".formatted(at),
              failure.detail(),
              "it is tried again by itself; if it stays, something between here and there cuts connections: curl -v "
                  + root(failure));
    };
  }

  private static String what(Unreachable failure) {
    return failure.server() == Server.REGISTRY
        ? "the registry host"
        : "that name with its operator";
  }

  private static String at(Unreachable failure) {
    return Objects.requireNonNullElse(
        failure.endpoint().getAuthority(), PullWords.host(failure.image()));
  }

  private static String host(Unreachable failure) {
    return at(failure).replaceFirst(":[0-9]+$", "");
  }

  private static String root(Unreachable failure) {
    return failure.endpoint().getScheme()
        + "://"
        + at(failure)
        + (failure.server() == Server.REGISTRY ? "/v2/" : path(failure.endpoint()));
  }

  private static String path(URI address) {
    return Objects.requireNonNullElse(address.getRawPath(), "/");
  }

  private static String address(Unreachable failure) {
    int port = failure.endpoint().getPort();
    return host(failure) + ":" + (port < 0 ? HTTPS : port);
  }

  private static String openssl(Unreachable failure) {
    return "openssl s_client -connect %s </dev/null | openssl x509".formatted(address(failure));
  }
}
