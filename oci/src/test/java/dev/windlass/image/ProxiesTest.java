// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.chaos.Chaos;
import dev.windlass.chaos.Fault;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private static final Reference IMAGE = Reference.parse("registry.example/tls-wrong-name/app:v1");

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://icr.io/v2/        |                     | proxy.example:8080
          https://icr.io/v2/        | de.icr.io           | proxy.example:8080
          https://icr.io/v2/        | icr.io              | none
          https://us.icr.io/v2/     | icr.io              | none
          https://us.icr.io/v2/     | quay.io, .icr.io    | none
          https://us.icr.io/v2/     | *.icr.io            | none
          https://myicr.io/v2/      | icr.io              | proxy.example:8080
          https://icr.io:5000/v2/   | icr.io:5000         | none
          https://icr.io/v2/        | icr.io:5000         | proxy.example:8080
          https://icr.io/v2/        | *                   | none
          https://10.1.2.3/v2/      | 10.0.0.0/8          | none
          https://11.1.2.3/v2/      | 10.0.0.0/8          | proxy.example:8080
          https://[fd00::1]/v2/     | 10.0.0.0/8, fd00::/8 | none
          https://icr.io/v2/        | 10.0.0.0/8, a/b     | proxy.example:8080
          http://localhost:5000/v2/ |                     | none
          https://localhost/v2/     |                     | none
          """)
  void standBefore(String address, String except, String proxy) {
    var variables =
        Map.of(
            "https_proxy",
            "http://proxy.example:8080",
            "NO_PROXY",
            Optional.ofNullable(except).orElse(""));
    assertThat(Proxies.of(variables).of(URI.create(address)).map(Object::toString).orElse("none"))
        .isEqualTo(proxy);
  }

  @Test
  void aProxyThatIsNoneIsToldOfWithoutItsPassword() {
    assertThat(Proxies.of(Map.of()).https()).isEmpty();
    assertThat(Proxies.of(Map.of("HTTPS_PROXY", "http://u:s3cret@p:1")).toString())
        .doesNotContain("s3cret");
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", "http://u:s3cret@")))
        .isInstanceOf(InvalidName.class)
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aLoginIsNotSentInTheClearToAProxyThatWantsTls() {
    assertThat(Proxies.of(Map.of("HTTPS_PROXY", "https://p:1")).https()).isPresent();
    assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", "https://u:s3cret@p:1")))
        .isInstanceOf(InvalidName.class)
        .hasMessageContaining("in the clear")
        .hasMessageNotContaining("s3cret");
  }

  /// A proxy that leads every request to one port here.
  private static void lead(HandServer.Line line, int port) throws Exception {
    line.request();
    line.say("HTTP/1.1 200 Connection established", "", "");
    try (var there = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var back =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  there.getInputStream().transferTo(line.socket().getOutputStream());
                  line.socket().shutdownOutput();
                } catch (java.io.IOException gone) {
                  return;
                }
              });
      line.socket().getInputStream().transferTo(there.getOutputStream());
      there.shutdownOutput();
      back.join();
    }
  }

  private Attempt resolved(HandServer proxy, String authority) throws Exception {
    var file = Files.writeString(temp.resolve("authority.pem"), authority);
    var network =
        new Network(
            Trust.in(List.of(file)),
            Proxies.of(Map.of("HTTPS_PROXY", "http://me:s3cret@" + proxy.host())));
    var recording = new Recording(IMAGE, InstantSource.system(), Progress.SILENT);
    try (var images =
        LocalImages.at(
            temp.resolve("images"), Limits.STANDARD, Mirrors.NONE, Addresses::base, network)) {
      var why = images.resolve(IMAGE, Credentials.NONE, recording);
      return recording.attempt(
          Optional.empty(), 0, why instanceof Failure no ? Optional.of(no) : Optional.empty());
    }
  }

  @Test
  void leadsToARegistryWhoseNameOnlyItKnows() throws Exception {
    try (var chaos = Chaos.start(0)) {
      var fault =
          Fault.all().stream().filter(one -> one.name().equals("tls-wrong-name")).findFirst();
      int port = chaos.target(fault.orElseThrow()).base().getPort();
      try (var proxy = new HandServer((line, _) -> lead(line, port))) {
        var attempt = resolved(proxy, chaos.authority());
        assertThat(attempt.failure()).isEmpty();
        assertThat(attempt.steps()).anyMatch(step -> proxy.host().equals(step.seen().get("proxy")));
        assertThat(attempt.steps()).noneMatch(step -> step.toString().contains("s3cret"));
        assertThat(HandServer.brief(attempt.steps()))
            .startsWith("dns skipped", "tcp done", "tcp done", "tls done");
      }
    }
  }

  @Test
  void mayWantALoginOfItsOwn() throws Exception {
    try (var proxy =
        new HandServer((line, _) -> {
          line.request();
          line.say("HTTP/1.1 407 Proxy Authentication Required", "Content-Length: 0", "", "");
        })) {
      var attempt = resolved(proxy, "");
      assertThat(attempt.failure())
          .hasValueSatisfying(why -> {
            assertThat(((Failure.Misbehaved) why).oddity())
                .isEqualTo(Failure.Misbehaved.Oddity.PROXY_LOGIN);
            assertThat(why.evidence()).contains(proxy.host(), "407");
          });
    }
  }
}
