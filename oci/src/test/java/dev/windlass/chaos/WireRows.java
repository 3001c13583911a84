// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static dev.windlass.chaos.FaultsTest.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.image.Digest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;

/// Faults in the connection, before, while and after something is said.
final class WireRows {
  static final List<FaultsTest.Row> PORTS =
      List.of(
          row(
              "host-unknown",
              v ->
                  assertThatThrownBy(() -> InetAddress.getByName(v.target().base().getHost()))
                      .isInstanceOf(UnknownHostException.class)),
          row("connection-refused", v -> FaultsTest.refusesConnections(port(v))),
          row(
              "connection-ignored",
              v -> {
                try (var socket = new Socket()) {
                  assertThatThrownBy(() ->
                          socket.connect(
                              new InetSocketAddress(InetAddress.getLoopbackAddress(), port(v)),
                              300))
                      .isInstanceOf(SocketTimeoutException.class);
                }
              }),
          row(
              "connection-reset",
              v -> {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(v))) {
                  assertThatThrownBy(() -> socket.getInputStream().read())
                      .isInstanceOf(SocketException.class)
                      .hasMessageContaining("reset");
                }
              }),
          row("connection-silent", v -> FaultsTest.isSilent(v.hasty()::manifest)),
          row(
              "not-http",
              v -> assertThatThrownBy(v::manifest).hasMessageContaining("Invalid status line")));

  static final List<FaultsTest.Row> TLS =
      List.of(
          row(
              "tls-unknown-authority",
              v -> failsTls(v, "unable to find valid certification path to requested target")),
          row("tls-expired", v -> failsTls(v, "NotAfter: ")),
          row("tls-wrong-name", v -> failsTls(v, "localhost found")),
          row("tls-refused", v -> failsTls(v, "handshake_failure")),
          row(
              "plain-http-on-tls-port",
              v -> {
                failsTls(v, "SSL message");
                plain(v).pulls();
              }),
          row(
              "tls-on-plain-port",
              v -> {
                v.manifest().is(400).says("Client sent an HTTP request to an HTTPS server.");
                safe(v).pulls();
              }));

  static final List<FaultsTest.Row> REDIRECTS =
      List.of(
          row(
              "redirect-to-dead-host",
              v ->
                  FaultsTest.refusesConnections(
                      URI.create(v.layer().is(307).header("Location")).getPort())),
          row(
              "redirect-to-unknown-host",
              v -> v.layer().is(307).has("Location", "https://storage.invalid/")),
          row(
              "redirect-expired",
              v -> {
                v.follow(v.layer().is(307))
                    .is(403)
                    .has("Content-Type", "application/xml")
                    .says("<Code>AccessDenied</Code><Message>Request has expired</Message>");
              }),
          row(
              "redirect-loop",
              v -> {
                var first = URI.create(v.layer().is(307).header("Location")).getPath();
                var second = URI.create(v.get(first).is(307).header("Location")).getPath();
                assertThat(second).isEqualTo(first);
              }),
          row(
              "redirect-to-plain-http",
              v -> {
                var storage = v.config().is(307).has("Location", "http://localhost:");
                v.manifest().is(200);
                assertThat(Digest.of(v.follow(storage).is(200).bytes()))
                    .hasToString(v.manifest().digest(0));
              }));

  static final List<FaultsTest.Row> TRANSFERS =
      List.of(
          row(
              "layer-cut-off",
              v -> {
                try (var layer = v.layerOnTheWire()) {
                  assertThat(layer.read(layer.length())).hasSize(layer.length() / 2);
                }
              }),
          row(
              "layer-reset",
              v -> {
                try (var layer = v.layerOnTheWire()) {
                  assertThat(layer.read(layer.length() / 2)).hasSize(layer.length() / 2);
                  assertThatThrownBy(() -> layer.read(1)).hasMessageContaining("reset");
                }
              }),
          row(
              "layer-silent",
              v -> {
                try (var layer = v.hasty().layerOnTheWire()) {
                  assertThat(layer.read(layer.length() / 2)).hasSize(layer.length() / 2);
                  assertThatThrownBy(() -> layer.read(1))
                      .isInstanceOf(SocketTimeoutException.class);
                }
              }),
          row(
              "layer-drips",
              v -> {
                try (var layer = v.layerOnTheWire()) {
                  assertThat(layer.read(2)).hasSize(2);
                  assertThat(layer.socket().getInputStream().available()).isLessThan(1000);
                }
              }),
          row(
              "layer-too-short",
              v -> {
                var manifest = v.manifest();
                byte[] layer = v.layer().is(200).bytes();
                manifest.says("\"size\":" + Healthy.layer(v.target().fault().name()).blob().length);
                assertThat(layer)
                    .hasSize(Healthy.layer(v.target().fault().name()).blob().length / 2);
              }),
          row(
              "layer-corrupt",
              v -> {
                byte[] layer = v.layer().is(200).bytes();
                assertThat(layer).hasSameSizeAs(Healthy.layer(v.target().fault().name()).blob());
                assertThat(Digest.of(layer))
                    .isNotEqualTo(Healthy.layer(v.target().fault().name()).digest());
              }),
          row(
              "config-corrupt",
              v -> {
                var digest = v.manifest().digest(0);
                assertThat(Digest.of(v.config().is(200).bytes())).doesNotHaveToString(digest);
                v.layer().is(200);
              }),
          row(
              "manifest-other",
              v -> {
                var manifest = v.manifest().is(200).has("Docker-Content-Digest", v.name());
                assertThat(Digest.of(manifest.bytes())).doesNotHaveToString(v.name());
              }),
          row(
              "digest-header-wrong",
              v -> {
                var manifest = v.manifest().is(200);
                assertThat(Digest.of(manifest.bytes()))
                    .doesNotHaveToString(manifest.header("Docker-Content-Digest"));
                assertThat(v.head("manifests/v1").header("Docker-Content-Digest"))
                    .isEqualTo(manifest.header("Docker-Content-Digest"));
              }));

  private WireRows() {}

  private static int port(Visitor visitor) {
    return visitor.target().base().getPort();
  }

  private static void failsTls(Visitor visitor, String words) {
    assertThatThrownBy(visitor::manifest)
        .isInstanceOf(SSLException.class)
        .hasStackTraceContaining(words);
  }

  private static Visitor plain(Visitor visitor) {
    return by("http", visitor);
  }

  private static Visitor safe(Visitor visitor) {
    return by("https", visitor);
  }

  private static Visitor by(String scheme, Visitor visitor) {
    var target = visitor.target();
    return new Visitor(
        new Target(target.fault(), scheme, target.reference()), visitor.http(), visitor.patience());
  }
}
