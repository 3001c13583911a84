// SPDX-License-Identifier: Apache-2.0
package dev.windlass.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates and keys as people have them: made by openssl.
class ServerKeyTest {
  @TempDir Path folder;

  private void openssl(String... words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log, UTF_8)).isZero();
  }

  private void make(String kind, String names) throws IOException, InterruptedException {
    openssl(
        "req -x509 -nodes -days 30 -keyout key.pem -out cert.pem -subj /CN=test -newkey rsa:2048"
            .replace("-newkey rsa:2048", "-newkey " + kind)
            .concat(" -addext subjectAltName=" + names)
            .split(" "));
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ed25519"})
  void aPairIsRead(String kind) throws Exception {
    make(kind, "DNS:www.example.com");
    var key = ServerKey.parse(text("cert.pem"), text("key.pem"));
    key.refuseFor("www.example.com", Instant.now());
    assertThat(key.toString()).isEqualTo("ServerKey[[www.example.com]]");
  }

  @ParameterizedTest
  @CsvSource({
    "DNS:www.example.com, www.example.com, true",
    "DNS:www.example.com, WWW.example.com, true",
    "DNS:www.example.com, example.com, false",
    "DNS:*.example.com, www.example.com, true",
    "DNS:*.example.com, a.www.example.com, false",
    "DNS:*.example.com, example.com, false",
    "'DNS:a.com,DNS:b.com', b.com, true",
    "IP:127.0.0.1, 127.0.0.1, false",
  })
  void whomItIsFor(String names, String host, boolean believed) throws Exception {
    make("ed25519", names);
    var key = ServerKey.parse(text("cert.pem"), text("key.pem"));
    if (believed) {
      key.refuseFor(host, Instant.now());
    } else {
      assertThatThrownBy(() -> key.refuseFor(host, Instant.now()))
          .isInstanceOf(ServerKey.Unusable.class)
          .hasMessageContaining("not for " + host);
    }
  }

  @Test
  void itsTimeCounts() throws Exception {
    make("ed25519", "DNS:a.com");
    var key = ServerKey.parse(text("cert.pem"), text("key.pem"));
    assertThatThrownBy(() -> key.refuseFor("a.com", Instant.now().plus(Duration.ofDays(31))))
        .hasMessageStartingWith("the certificate ended at ");
    assertThatThrownBy(() -> key.refuseFor("a.com", Instant.now().minus(Duration.ofDays(1))))
        .hasMessageStartingWith("the certificate begins at ");
  }

  @Test
  void theKeyOfAnotherIsRefused() throws Exception {
    make("ed25519", "DNS:a.com");
    var key = text("key.pem");
    make("ed25519", "DNS:a.com");
    refused(text("cert.pem"), key, "the private key is not the one of the certificate");
    make("rsa:2048", "DNS:a.com");
    refused(text("cert.pem"), key, "the private key is no RSA key");
  }

  private static ServerKey.Unusable refused(String certificates, String key, String why) {
    var refused =
        catchThrowableOfType(ServerKey.Unusable.class, () -> ServerKey.parse(certificates, key));
    assertThat(refused).hasMessageStartingWith(why);
    return refused;
  }

  /// What older programs write, and how to mend it: the command that is told does.
  @Test
  void aKeyInAnOlderFormIsRefusedWithTheCommandThatConvertsIt() throws Exception {
    make("rsa:2048", "DNS:a.com");
    openssl("rsa -traditional -in key.pem -out old.pem".split(" "));
    var refused =
        refused(
            text("cert.pem"), text("old.pem"), "the private key is in the form 'RSA PRIVATE KEY'");
    openssl(
        refused
            .fix()
            .replace("convert it: openssl ", "")
            .replace("KEY.pem", "old.pem")
            .replace("NEW.pem", "new.pem")
            .split(" "));
    assertThat(ServerKey.parse(text("cert.pem"), text("new.pem"))).isNotNull();
  }

  @Test
  void whatIsNoPemIsRefused() throws Exception {
    make("ed25519", "DNS:a.com");
    refused("", text("key.pem"), "there is no certificate in it");
    refused("nonsense", text("key.pem"), "the certificate cannot be read");
    refused(text("cert.pem"), "", "there is no private key in it");
    refused(text("cert.pem"), text("cert.pem"), "there is no private key in it");
    var cut = text("key.pem").replaceFirst("\\n[^-]{20}", "\n");
    refused(text("cert.pem"), cut, "the private key is no EdDSA key");
  }
}
