// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SecretCommandsTest {
  private static final String ACCOUNT =
      "\"server\":\"localhost:5000\",\"username\":\"me\",\"password\":\"pa55\"";

  @TempDir private Path files;
  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(files.resolve(name), content).toString();
  }

  @Test
  void genericHoldsWhatWasGiven() throws IOException {
    desk.on("POST /secrets", 201, Samples.secret("db", "generic", ""));
    var env = file("env", "# a comment\nUSER=me\n\nPASS=a=b\n");
    var cert = file("ca.pem", "---\n");

    var ran =
        desk.run(
            "secret",
            "create",
            "-n",
            "db",
            "-e",
            env,
            "-f",
            cert,
            "-f",
            "other=" + cert,
            "-l",
            "K=V");

    assertThat(ran.all())
        .isEqualTo("exit 0\n--- out\nCreating generic secret 'db'...\nOK\n--- err\n");
    assertThat(desk.api.change().body())
        .isEqualTo(
            "{\"format\":\"generic\",\"name\":\"db\",\"data\":{\"USER\":\"me\",\"PASS\":\"a=b\",\"ca.pem\":\"---\\n\",\"other\":\"---\\n\",\"K\":\"V\"}}");
  }

  @Test
  void registryReadsItsPasswordFromAFile() throws IOException {
    desk.on("POST /secrets", 201, Samples.secret("pull", "registry", ""));

    var ran =
        desk.run(
            "registry",
            "create",
            "-n",
            "pull",
            "-s",
            "localhost:5000",
            "-u",
            "me",
            "--password-from-file",
            file("pw", "pa55\n"));

    assertThat(ran.exitCode()).isZero();
    assertThat(desk.api.change().body())
        .isEqualTo(
            "{\"format\":\"registry\",\"name\":\"pull\",\"data\":{\"username\":\"me\",\"password\":\"pa55\",\"server\":\"localhost:5000\"}}");
  }

  @Test
  void registryHasCodeEnginesDefaults() throws IOException {
    desk.on("POST /secrets", 201, Samples.secret("pull", "registry", ""));

    desk.run("registry", "create", "-n", "pull", "--pfj", file("key.json", "{\"apikey\":\"abc\"}"));

    assertThat(desk.api.change().body())
        .contains("\"server\":\"us.icr.io\"", "\"username\":\"iamapikey\"", "\"password\":\"abc\"");
  }

  @Test
  void eachFormatHasItsKeys() throws IOException {
    desk.on("POST /secrets", 201, Samples.secret("x", "ssh_auth", ""));
    var key = file("key", "KEY");

    desk.run("secret", "create", "-n", "x", "--format", "ssh", "--key-path", key, "--khp", key);
    desk.run("secret", "create", "-n", "x", "--format", "tls", "--ccf", key, "--pkf", key);
    desk.run("secret", "create", "-n", "x", "--format", "basic_auth", "-u", "me", "--pw", "p");
    desk.typing("s3cret")
        .run(
            "secret",
            "create",
            "-n",
            "x",
            "--fo",
            "hmac",
            "--akid",
            "id",
            "--secret-access-key-prompt");

    assertThat(desk.api.asked())
        .extracting(a -> a.body())
        .containsExactly(
            "{\"format\":\"ssh_auth\",\"name\":\"x\",\"data\":{\"ssh_key\":\"KEY\",\"known_hosts\":\"KEY\"}}",
            "{\"format\":\"tls\",\"name\":\"x\",\"data\":{\"tls_cert\":\"KEY\",\"tls_key\":\"KEY\"}}",
            "{\"format\":\"basic_auth\",\"name\":\"x\",\"data\":{\"username\":\"me\",\"password\":\"p\"}}",
            "{\"format\":\"hmac_auth\",\"name\":\"x\",\"data\":{\"access_key_id\":\"id\",\"secret_access_key\":\"s3cret\"}}");
  }

  @Test
  void missingPartsAreNamed() {
    assertThat(desk.run("secret", "create", "-n", "x", "--format", "ssh").err())
        .isEqualTo("a secret of format ssh needs --key-path\n");
    assertThat(desk.run("registry", "create", "-n", "x").err())
        .startsWith("a secret of format registry needs --password");
    assertThat(desk.run("secret", "create", "-n", "x").exitCode()).isEqualTo(2);
    assertThat(desk.run("secret", "create", "-n", "x", "--format", "zip").exitCode()).isEqualTo(2);
    assertThat(desk.run("registry", "create", "-n", "x", "-p", "a", "--pf", "b").exitCode())
        .isEqualTo(2);
  }

  @Test
  void updateKeepsWhatIsNotNamed() {
    desk.on("GET /secrets/db", Samples.secret("db", "generic", "\"A\":\"1\",\"B\":\"2\""))
        .on("PUT /secrets/db", Samples.secret("db", "generic", ""));

    assertThat(desk.run("secret", "update", "-n", "db", "--rm", "A", "-l", "C=3").exitCode())
        .isZero();
    assertThat(desk.api.change().ifMatch()).isEqualTo("99");
    assertThat(desk.api.change().body())
        .isEqualTo("{\"format\":\"generic\",\"data\":{\"B\":\"2\",\"C\":\"3\"}}");
  }

  @Test
  void valuesAreHiddenUnlessAskedFor() {
    desk.on("GET /secrets/pull", Samples.secret("pull", "registry", ACCOUNT));

    Golden.check("secret-get", desk.run("secret", "get", "-n", "pull").all());
    Golden.check("secret-get-decode", desk.run("secret", "get", "-n", "pull", "--decode").all());
    assertThat(desk.run("secret", "get", "-n", "pull", "-o", "json").out())
        .contains("REDACTED")
        .doesNotContain("pa55");
    assertThat(
            desk.run(
                    "registry",
                    "get",
                    "-n",
                    "pull",
                    "-d",
                    "-o",
                    "jsonpath={.data['.dockerconfigjson']}")
                .out())
        .startsWith("eyJ");
  }

  @Test
  void listsShowOneLineEach() {
    desk.on(
            "GET /secrets",
            Samples.list(
                "secrets",
                Samples.secret("pull", "registry", ACCOUNT),
                Samples.secret("db", "generic", "\"A\":\"1\"")))
        .on(
            "GET /secrets?format=registry",
            Samples.list("secrets", Samples.secret("pull", "registry", ACCOUNT)));

    Golden.check("secret-list", desk.run("secret", "list").all());
    Golden.check("registry-list", desk.run("registry", "list").all());
  }

  @Test
  void configMapsAreMadeAndShown() {
    desk.on("POST /config_maps", 201, Samples.configMap("settings", ""))
        .on("GET /config_maps/settings", Samples.configMap("settings", "\"mode\":\"fast\""))
        .on(
            "GET /config_maps",
            Samples.list("config_maps", Samples.configMap("settings", "\"mode\":\"fast\"")))
        .on("DELETE /config_maps/settings", "");

    assertThat(desk.run("cm", "create", "-n", "settings", "-l", "mode=fast").exitCode()).isZero();
    assertThat(desk.api.change().body())
        .isEqualTo("{\"name\":\"settings\",\"data\":{\"mode\":\"fast\"}}");
    Golden.check("configmap-get", desk.run("cm", "get", "-n", "settings").all());
    Golden.check("configmap-get-json", desk.run("cm", "get", "-n", "settings", "-o", "json").all());
    Golden.check("configmap-list", desk.run("cm", "list").all());
    assertThat(desk.run("cm", "delete", "-n", "settings", "-f").exitCode()).isZero();
  }

  @Test
  void configMapsAreReplacedWhole() {
    desk.on("GET /config_maps/settings", Samples.configMap("settings", "\"a\":\"1\""))
        .on("PUT /config_maps/settings", Samples.configMap("settings", ""));

    assertThat(desk.run("cm", "update", "-n", "settings", "-l", "b=2").exitCode()).isZero();
    assertThat(desk.api.change().ifMatch()).isEqualTo("66");
    assertThat(desk.api.change().body()).isEqualTo("{\"data\":{\"a\":\"1\",\"b\":\"2\"}}");
    assertThat(desk.run("cm", "update", "-n", "settings", "--rm", "none").exitCode()).isEqualTo(1);
    assertThat(desk.run("cm", "update", "-n", "settings").exitCode()).isEqualTo(2);
  }
}
