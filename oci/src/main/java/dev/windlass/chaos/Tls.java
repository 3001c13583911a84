// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/// What goes wrong between a connection and a safe connection.
final class Tls {
  private static final int HANDSHAKE = 0x16; // how each greeting in TLS begins
  private static final byte[] NO_KIND_WILL_DO = {0x15, 3, 3, 0, 2, 2, 40}; // handshake_failure
  private static final String HTTPS = "https";
  private static final Answer GREETING =
      Answer.text(400, "text/plain", "Client sent an HTTP request to an HTTPS server.\n");

  static final Family FAMILY =
      Family.of(
          "TLS",
          certificate(
              Certificates.Kind.STRANGER,
              "tls-unknown-authority",
              "The certificate is signed by nobody whom a client could know.",
              Cause.AUTHORITY_UNKNOWN),
          certificate(
              Certificates.Kind.EXPIRED,
              "tls-expired",
              "The certificate was good until a year ago; its authority is that of the kit.",
              Cause.CERTIFICATE_EXPIRED),
          certificate(
              Certificates.Kind.OTHER_NAME,
              "tls-wrong-name",
              "The certificate is for registry.example; its authority is that of the kit.",
              Cause.CERTIFICATE_OTHER_NAME),
          Fault.at(
              new Place.Socket(HTTPS, Tls::refusing),
              "tls-refused",
              "Answers each greeting with the alert that no kind of TLS will do.",
              Cause.TLS_BROKEN),
          Fault.at(
              new Place.Socket(HTTPS, stage -> plainly(stage, HTTPS)),
              "plain-http-on-tls-port",
              "Answers a greeting in TLS with plain HTTP.",
              Cause.NO_TLS),
          Fault.at(
              new Place.Socket("http", serving(Certificates.Kind.GOOD, Healthy.REGISTRY)),
              "tls-on-plain-port",
              "Answers plain HTTP with 400 and that this is an HTTPS server.",
              Cause.ONLY_TLS));

  private Tls() {}

  private static Fault certificate(Certificates.Kind kind, String name, String says, Cause cause) {
    return Fault.at(new Place.Socket(HTTPS, serving(kind, Healthy.REGISTRY)), name, says, cause);
  }

  private static Listener refusing(Stage stage) throws IOException {
    return Door.open(
        stage.limits(),
        connection -> {
          connection.getOutputStream().write(NO_KIND_WILL_DO);
          Conversation.hold(connection, connection.getInputStream(), stage.limits());
        });
  }

  private static Listener plainly(Stage stage, String scheme) throws IOException {
    return Door.open(stage.limits(), new Conversation(scheme, stage, Healthy.REGISTRY));
  }

  /// A port that speaks TLS, and tells those who do not.
  static Place.Opening serving(Certificates.Kind kind, Behaviour behaviour) {
    return stage -> {
      var server = stage.certificates().server(kind);
      var safe = new Conversation(HTTPS, stage, behaviour);
      return Door.open(stage.limits(), connection -> greet(connection, server, safe));
    };
  }

  private static void greet(Socket connection, SSLSocketFactory server, Conversation safe)
      throws IOException {
    safe.waitForHead(connection);
    int first = connection.getInputStream().read();
    if (first == HANDSHAKE) {
      var seen = new ByteArrayInputStream(new byte[] {(byte) first});
      try (var tls = server.createSocket(connection, seen, true)) {
        safe.handle(tls);
      }
    } else if (first >= 0) {
      safe.refuse(connection, GREETING);
    }
  }
}
