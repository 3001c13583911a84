// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class LoginCommandTest {
  private static final String PAIR =
      Base64.getEncoder().encodeToString("iamapikey:the-key".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path home;
  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private Desk.Ran login(Map<String, String> variables, String... options) {
    var words = new String[options.length + 2];
    words[0] = "cr";
    words[1] = "login";
    System.arraycopy(options, 0, words, 2, options.length);
    return desk.with(variables).run(words);
  }

  private static Object json(Path file) throws IOException {
    return Jsonb.instance().type(Object.class).fromJson(Files.readAllBytes(file));
  }

  private Object entry() {
    return Map.of(desk.registryName(), Map.of("auth", PAIR));
  }

  @Test
  void dockerFindsTheKeyWhereItLooksForIt() throws IOException {
    var ran = login(Map.of("HOME", home.toString()), "--client", "docker");

    var file = home.resolve(".docker/config.json");
    assertThat(json(file)).isEqualTo(Map.of("auths", entry()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Golden.check("cr-login", ran.all().replace(home.toString(), "/home/me"));
  }

  @Test
  void podmanFindsTheKeyWhereItLooksForIt() throws IOException {
    login(Map.of("HOME", "/", "XDG_RUNTIME_DIR", home.toString()), "--client", "podman");
    assertThat(json(home.resolve("containers/auth.json"))).isEqualTo(Map.of("auths", entry()));

    var own = home.resolve("mine.json");
    login(Map.of("REGISTRY_AUTH_FILE", own.toString()), "--client", "podman");
    assertThat(json(own)).isEqualTo(Map.of("auths", entry()));
  }

  @Test
  void theProgramThatIsInstalledIsMeant() throws IOException {
    var variables =
        Map.of(
            "PATH",
            home.toString(),
            "DOCKER_CONFIG",
            home.resolve("d").toString(),
            "REGISTRY_AUTH_FILE",
            home.resolve("p.json").toString());
    login(variables);
    assertThat(home.resolve("p.json")).exists();

    var docker = Files.createFile(home.resolve("docker"));
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
    login(variables);
    assertThat(home.resolve("d/config.json")).exists();
  }

  @Test
  void whatElseIsInTheFileStays() throws IOException {
    var file = home.resolve("config.json");
    Files.writeString(
        file,
        """
        {"auths":{"icr.io":{"auth":"b3RoZXI="}},"proxies":{"default":{"noProxy":"x"}},"detachKeys":"ctrl-e","n":3,"on":true}
        """);
    login(Map.of("DOCKER_CONFIG", home.toString()), "--client", "docker");

    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {
              "auths": {
                "icr.io": {
                  "auth": "b3RoZXI="
                },
                "%s": {
                  "auth": "%s"
                }
              },
              "proxies": {
                "default": {
                  "noProxy": "x"
                }
              },
              "detachKeys": "ctrl-e",
              "n": 3,
              "on": true
            }
            """
                .formatted(desk.registryName(), PAIR));
  }

  @Test
  void aLinkToTheFileStaysALink() throws IOException {
    var real = Files.writeString(home.resolve("real.json"), "{}");
    var link = Files.createSymbolicLink(home.resolve("config.json"), real);
    login(Map.of("DOCKER_CONFIG", home.toString()), "--client", "docker");

    assertThat(link).isSymbolicLink();
    assertThat(json(real)).isEqualTo(Map.of("auths", entry()));
  }

  @Test
  void aKeyThatIsNotGoodIsNotWrittenDown() {
    desk.registry.on(
        "GET /api/v1/settings",
        401,
        """
        {"code":"CRG0014E","message":"The key is not known.","request-id":"6f1c"}\
        """);
    var ran = login(Map.of("DOCKER_CONFIG", home.toString()), "--client", "docker");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("CRG0014E The key is not known.");
    assertThat(home.resolve("config.json")).doesNotExist();
  }

  @Test
  void passwordsThatAreKeptElsewhereAreNotTouched() throws IOException {
    var file = home.resolve("config.json");
    Files.writeString(file, "{\"credsStore\":\"desktop\"}");
    var ran = login(Map.of("DOCKER_CONFIG", home.toString()), "--client", "docker");

    Golden.check("cr-login-keyring", ran.all().replace(home.toString(), "/home/me/.docker"));
    assertThat(file).hasContent("{\"credsStore\":\"desktop\"}");
  }

  @Test
  void aFileThatIsNotJsonIsNotTouched() throws IOException {
    var file = Files.writeString(home.resolve("config.json"), "auths = {}");
    var ran = login(Map.of("DOCKER_CONFIG", home.toString()), "--client", "docker");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("it is not JSON").contains("fix: mend it");
    assertThat(file).hasContent("auths = {}");
  }
}
