// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client of somebody else's, as it comes from Debian, meets the faults as it would meet them at
/// real registries, and says what people know it to say.
class ForeignClientsTest {
  private static final int PATIENCE = 60; // seconds; skopeo tries again some times

  private static Chaos chaos;
  private @TempDir Path scratch;

  @BeforeAll
  static void start() throws Exception {
    chaos = Chaos.start(0);
  }

  @AfterAll
  static void stop() {
    chaos.close();
  }

  /// @param output what it said, on both ways
  record Ended(int code, String output) {}

  private Target target(String name) {
    return Stream.concat(Fault.none().stream(), Fault.all().stream())
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .map(chaos::target)
        .orElseThrow();
  }

  private Ended pull(String name) throws Exception {
    var target = target(name);
    var options =
        target.scheme().equals("https")
            ? List.of("--src-cert-dir", trust())
            : List.of("--src-tls-verify=false");
    var login =
        target.fault().credential().stream()
            .flatMap(
                ours -> Stream.of("--src-creds", ours.username() + ":" + ours.password().reveal()));
    var words = Stream.of(at(target), "dir:" + scratch.resolve(name));
    return skopeo(Stream.of(options.stream(), login, words).flatMap(part -> part));
  }

  private static String at(Target target) {
    return "docker://" + target.reference();
  }

  private String trust() throws IOException {
    var folder = Files.createDirectories(scratch.resolve("trust"));
    Files.writeString(folder.resolve("ca.crt"), chaos.authority());
    return folder.toString();
  }

  private Ended skopeo(Stream<String> words) throws Exception {
    var output = scratch.resolve("output");
    var command = Stream.concat(Stream.of("skopeo", "copy"), words).toList();
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    process.environment().put("HOME", scratch.toString()); // nobody's passwords
    process.environment().put("XDG_RUNTIME_DIR", scratch.toString());
    var started = process.start();
    try {
      assertThat(started.waitFor(PATIENCE, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      return new Ended(started.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      started.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"healthy", "healthy-private", "healthy-tls"})
  void pullsWhatIsHealthy(String name) throws Exception {
    var ended = pull(name);
    assertThat(ended.code).as(ended.output).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          traffic-quota          | denied: You have exceeded your pull traffic quota for the current
          traffic-quota-blobs    | invalid status code from registry 403 (Forbidden)
          insufficient-scope     | denied: requested access to the resource is denied
          insufficient-scope     | unauthorized: Insufficient scope
          address-not-allowed    | invalid status code from registry 400 (Bad Request)
          no-credentials         | 403 (Forbidden)
          wrong-password         | invalid username/password: unauthorized: Authorization required.
          rate-limit-seconds     | toomanyrequests
          tag-gone               | manifest unknown
          digest-gone            | manifest unknown
          token-server-dead      | connection refused
          connection-refused     | connection refused
          tls-unknown-authority  | x509: certificate signed by unknown authority
          tls-expired            | x509: certificate has expired or is not yet valid
          tls-wrong-name         | x509: certificate is valid for registry.example, not localhost
          plain-http-on-tls-port | http: server gave HTTP response to HTTPS client
          layer-cut-off          | unexpected EOF
          layer-corrupt          | Digest did not match
          """)
  void saysWhatPeopleKnow(String name, String words) throws Exception {
    var ended = pull(name);
    assertThat(ended.code).as(ended.output).isNotZero();
    assertThat(ended.output).contains(words);
  }

  @Test
  void isToldOfTheStorageQuotaWhenItPushes() throws Exception {
    var good = pull("healthy");
    assertThat(good.code).as(good.output).isZero();

    var ended =
        skopeo(
            Stream.of(
                "--dest-tls-verify=false",
                "dir:" + scratch.resolve("healthy"),
                at(target("storage-quota"))));

    assertThat(ended.code).isNotZero();
    assertThat(ended.output).contains("denied: You have exceeded your storage quota.");
  }
}
