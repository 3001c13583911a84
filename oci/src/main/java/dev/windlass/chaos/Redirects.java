// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import java.util.function.Function;

/// Registries that do not keep blobs themselves and send clients to where they are.
final class Redirects {
  private static final Answer EXPIRED =
      Answer.text(
          403,
          "application/xml",
          """
          <?xml version="1.0" encoding="UTF-8"?>
          <Error><Code>AccessDenied</Code><Message>Request has expired</Message>\
          <X-Amz-Expires>1200</X-Amz-Expires><Expires>2026-01-01T00:20:00Z</Expires></Error>
          """);

  static final Family FAMILY =
      Family.of(
          "Redirects",
          sending(
              "redirect-to-dead-host",
              "Sends clients for blobs to a port where nothing listens.",
              Cause.STORAGE_UNREACHABLE,
              ask -> ask.plainly(ask.stage().deadPort()) + "/blob"),
          sending(
              "redirect-to-unknown-host",
              "Sends clients for blobs to a host that is not in the DNS.",
              Cause.STORAGE_UNREACHABLE,
              _ -> "https://storage.invalid/blob"),
          Fault.of(
              "redirect-expired",
              "Sends clients for blobs to storage that answers 403 and that the link has expired.",
              Cause.STORAGE_REFUSES,
              Healthy.REGISTRY
                  .butBlobs(ask -> Answer.redirect(elsewhere(ask) + "?X-Amz-Expires=1200"))
                  .butElsewhere(_ -> EXPIRED)),
          Fault.of(
              "redirect-loop",
              "Sends clients for blobs round in circles.",
              Cause.REDIRECT_LOOP,
              Healthy.REGISTRY
                  .butBlobs(ask -> Answer.redirect(elsewhere(ask)))
                  .butElsewhere(ask -> Answer.redirect(ask.base() + ask.path()))),
          Fault.at(
              new Place.Socket(
                  "https",
                  Tls.serving(
                      Certificates.Kind.GOOD,
                      Healthy.REGISTRY.butBlobs(ask ->
                          Answer.redirect(ask.plainly(ask.stage().plainPort()) + storage(ask))))),
              "redirect-to-plain-http",
              "Sends clients for blobs from TLS, with a certificate of the kit's authority, to"
                  + " plain HTTP.",
              Cause.REDIRECT_UNSAFE));

  private Redirects() {}

  private static Fault sending(String name, String says, Cause cause, Function<Ask, String> where) {
    return Fault.of(
        name, says, cause, Healthy.REGISTRY.butBlobs(ask -> Answer.redirect(where.apply(ask))));
  }

  private static String elsewhere(Ask ask) {
    return ask.base() + storage(ask);
  }

  private static String storage(Ask ask) {
    var blob = ask.path().replaceFirst(".*/", "");
    return Wanted.ELSEWHERE + ask.wanted().name() + "/" + blob;
  }
}
