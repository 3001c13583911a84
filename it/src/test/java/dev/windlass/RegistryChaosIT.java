// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry that fails, as the pipelines of others start it.
class RegistryChaosIT {
  private static final String WINDLASS = Path.of("../windlass").toAbsolutePath().toString();
  private static final Pattern QUOTA =
      Pattern.compile("\"reference\":\"(localhost:\\d+)/traffic-quota/app:v1\"");
  private static final int PATIENCE = 60; // seconds

  private @TempDir Path home;

  private Process started(String... options) throws Exception {
    var command = new ArrayList<>(List.of(WINDLASS, "registry-chaos"));
    command.addAll(List.of(options));
    var process = new ProcessBuilder(command).redirectError(home.resolve("complaints").toFile());
    process.environment().put("WINDLASS_HOME", home.toString());
    return process.start();
  }

  @Test
  void saysInOneLineWhereItIsAndEndsWellWhenToldTo() throws Exception {
    var chaos = started("-o", "json");
    try (var out = new BufferedReader(new InputStreamReader(chaos.getInputStream(), UTF_8))) {
      var quota = QUOTA.matcher(String.valueOf(out.readLine()));
      assertThat(quota.find()).as(Files.readString(home.resolve("complaints"))).isTrue();
      assertThat(manifest(quota.group(1))).contains("exceeded your pull traffic quota");

      chaos.destroy(); // SIGTERM
      assertThat(chaos.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
      assertThat(chaos.exitValue()).isZero();
    } finally {
      chaos.destroyForcibly();
    }
  }

  private static String manifest(String registry) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var address = URI.create("http://" + registry + "/v2/traffic-quota/app/manifests/v1");
      return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var chaos = started("--port", port);
      assertThat(chaos.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
      assertThat(chaos.exitValue()).isEqualTo(1);
      assertThat(Files.readString(home.resolve("complaints")))
          .contains("Cannot listen on port " + port)
          .contains("fix: ");
    }
  }
}
