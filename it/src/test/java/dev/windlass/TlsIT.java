// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An engine all of whose addresses speak TLS.
class TlsIT {
  private static TestEngine engine;
  private static Path authority;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start("--tls", "on");
    authority = engine.state().resolve("tls/ca.pem");
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  private TestEngine.Ran curl(String... more) throws Exception {
    var words = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20"));
    words.addAll(List.of(more));
    return engine.run(words.toArray(String[]::new));
  }

  @Test
  void theCommandLineAndTheEngineItselfBelieveTheAuthority() throws Exception {
    assertThat(engine.api()).startsWith("https://127.0.0.1:");
    var url =
        engine
            .windlass(
                "app", "create", "--name", "web", "--image", engine.registry() + "/samples/hello")
            .works() // pulled over TLS
            .lastLine();
    assertThat(url).startsWith("https://web.");
    engine.windlass("cr", "images").works();
    engine.windlass("sample", "push", "job", engine.registry() + "/team/job:v1").works();
    engine
        .windlass(
            "jobrun", "submit", "--name", "r", "--image", engine.registry() + "/team/job:v1", "-w")
        .works();

    var host = URI.create(url).getHost();
    var asked =
        curl(
            "--cacert",
            authority.toString(),
            "--resolve",
            host + ":" + engine.ingress().getPort() + ":127.0.0.1",
            url);
    assertThat(asked.works().output()).contains("X-Forwarded-Proto: https");
    assertThat(curl("--cacert", authority.toString(), engine.api() + "/openapi.json").works())
        .isNotNull();
  }

  @Test
  void noAddressSpeaksWithoutTls() throws Exception {
    for (var port :
        new int[] {
          URI.create(engine.api()).getPort(),
          engine.ingress().getPort(),
          URI.create("https://" + engine.registry()).getPort()
        }) {
      assertThat(curl("http://127.0.0.1:" + port + "/v2/").code()).as("%s", port).isPositive();
      var stranger = curl("https://127.0.0.1:" + port + "/v2/");
      assertThat(stranger.output()).as("without the authority").contains("certificate");
    }
  }

  @Test
  void anotherUserGivesTheAuthorityAtTheLogin() throws Exception {
    var key = Files.createTempDirectory(engine.home(), "other").resolve("key");
    engine.windlass("api-key", "create", "--name", "other", "--file", key.toString()).works();
    var home = Files.createTempDirectory(engine.home(), "other");
    var login = new String[] {"login", "--api", engine.api(), "--apikey-from-file", key.toString()};
    assertThat(engine.windlassAt(home, login).fails().output()).contains("certificat");
    var more = Arrays.copyOf(login, login.length + 2);
    more[login.length] = "--ca";
    more[login.length + 1] = authority.toString();
    engine.windlassAt(home, more).works();
    engine.windlassAt(home, "app", "list").works();
  }

  /// Somebody between us and the engine, at an address that its certificate is not for.
  @Test
  void aCertificateForAnotherNameIsNotBelieved() throws Exception {
    var here = InetAddress.ofLiteral("127.0.0.2");
    try (var between = new ServerSocket(0, 1, here)) {
      Thread.startVirtualThread(() -> pass(between));
      var home = engine.otherHome();
      var other = "https://127.0.0.2:" + between.getLocalPort();
      var config = home.resolve("config.json");
      Files.writeString(config, Files.readString(config).replace(engine.api(), other));
      assertThat(engine.windlassAt(home, "project", "list").fails().output())
          .contains("names matching IP address 127.0.0.2");
    }
  }

  private static void pass(ServerSocket between) {
    try (var one = between.accept();
        var engine =
            new Socket(
                InetAddress.getLoopbackAddress(), URI.create(TlsIT.engine.api()).getPort())) {
      var back =
          Thread.startVirtualThread(() -> {
            try {
              engine.getInputStream().transferTo(one.getOutputStream());
            } catch (IOException over) {
              return;
            }
          });
      one.getInputStream().transferTo(engine.getOutputStream());
      back.join();
    } catch (IOException over) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void itIsRememberedAndCanBeTakenBack() throws Exception {
    try (var other = TestEngine.start("--tls", "on")) {
      other.windlass("down", "--state", other.state().toString()).works();
      other.up();
      assertThat(other.api()).startsWith("https:");
      other.windlass("project", "list").works();
      other.windlass("down", "--state", other.state().toString()).works();
      other.up("--tls", "off");
      assertThat(other.api()).startsWith("http:");
      other.windlass("project", "list").works();
    }
  }

  @Test
  void thePrivateAddressSpeaksTlsToo() throws Exception {
    var image = engine.registry() + "/samples/hello";
    var url =
        engine
            .windlass("app", "create", "-n", "hidden", "-i", image, "--visibility", "private")
            .works()
            .lastLine();
    var address = URI.create(url);
    assertThat(url).startsWith("https://hidden.");
    var here = address.getHost() + ":" + address.getPort() + ":127.0.0.1";
    var asked = curl("--cacert", authority.toString(), "--resolve", here, url);
    assertThat(asked.works().output()).contains("Hello");
  }

  /// Writes a certificate of its own and its key.
  private static void sign(Path folder, String kind, String names) throws Exception {
    var words = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-newkey"));
    words.addAll(List.of(kind.split(" ")));
    words.addAll(List.of("-days", "30", "-subj", "/CN=somebody", "-addext"));
    words.addAll(List.of("subjectAltName=" + names));
    words.addAll(List.of("-keyout", folder + "/key.pem", "-out", folder + "/cert.pem"));
    engine.run(words.toArray(String[]::new)).works();
  }

  private TestEngine.Ran shop(Path trusted) throws Exception {
    var port = engine.ingress().getPort();
    return curl(
        "--cacert",
        trusted.resolve("cert.pem").toString(),
        "--resolve",
        "shop.example.com:" + port + ":127.0.0.1",
        "https://shop.example.com:" + port);
  }

  private void keep(Path folder, String... words) throws Exception {
    var command = new ArrayList<>(List.of("secret"));
    command.addAll(List.of(words));
    command.addAll(List.of("--name", "shop-tls"));
    command.addAll(List.of("--cert-chain-file", folder + "/cert.pem"));
    command.addAll(List.of("--private-key-file", folder + "/key.pem"));
    engine.windlass(command.toArray(String[]::new)).works();
  }

  /// The name is nowhere known before it is mapped; the engine's authority never signs it.
  @Test
  void anAppAnswersUnderANameOfOnesOwnWithAGivenCertificate() throws Exception {
    var image = engine.registry() + "/samples/hello";
    engine.windlass("app", "create", "-n", "shop", "-i", image).works();
    var first = Files.createTempDirectory(engine.home(), "first");
    sign(first, "rsa:2048", "DNS:*.example.com");
    assertThat(shop(first).output()).contains("certificate");

    keep(first, "create", "--format", "tls");
    var made =
        engine.windlass(
            "dm", "create", "-n", "shop.example.com", "--target", "shop", "--tls", "shop-tls");
    assertThat(made.works().output()).contains("as a CNAME of custom.");
    assertThat(shop(first).works().output())
        .contains("Hello World")
        .contains("Host: shop.example.com");
    assertThat(engine.windlass("dm", "get", "-n", "shop.example.com").works().output())
        .containsPattern("Status: *ready");

    var next = Files.createTempDirectory(engine.home(), "next");
    sign(next, "ec -pkeyopt ec_paramgen_curve:P-256", "DNS:shop.example.com");
    keep(next, "update");
    assertThat(shop(next).works().output()).as("renewed").contains("Hello World");
    assertThat(shop(first).output()).as("the one before").contains("certificate");

    engine.windlass("dm", "delete", "-n", "shop.example.com", "-f").works();
    assertThat(shop(next).output()).as("not mapped any more").contains("certificate");
  }
}
