// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names from elsewhere for apps.
class DomainMappingsTest {
  private static final String SHOP = "shop.example.com";

  private final Api api = new Api();
  private final String all = api.in("/domain_mappings");
  @TempDir Path folder;

  @AfterEach
  void close() {
    api.close();
  }

  private void app(String name) {
    api.post(api.in("/apps"), "{\"name\":\"%s\",\"image_reference\":\"a/b\"}".formatted(name));
  }

  private void secret(String name, String host) throws IOException, InterruptedException {
    var openssl =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ed25519 -nodes -days 30 -keyout key -out cert"
                        + " -subj /CN=test -addext subjectAltName=DNS:"
                        + host)
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(openssl.waitFor())
        .as(new String(openssl.getInputStream().readAllBytes(), UTF_8))
        .isZero();
    api.post(
        api.in("/secrets"),
        """
        {"name":"%s","format":"tls","data":{"tls_cert":"%s","tls_key":"%s"}}\
        """
            .formatted(name, pem("cert"), pem("key")));
  }

  private String pem(String file) throws IOException {
    return Files.readString(folder.resolve(file)).replace("\n", "\\n");
  }

  private Api.Reply map(String domain, String app, String secret) {
    return mapIn(all, domain, app, secret);
  }

  private Api.Reply mapIn(String place, String domain, String app, String secret) {
    return api.post(
        place,
        """
        {"name":"%s","component":{"name":"%s","resource_type":"app_v2"},"tls_secret":"%s"}\
        """
            .formatted(domain, app, secret));
  }

  private void isReady() {
    assertThat(api.get(all + "/" + SHOP).body())
        .containsEntry("status", "ready")
        .containsEntry("status_details", Map.of("reason", "ready"));
  }

  private String failsWith(String reason) {
    var now = api.get(all + "/" + SHOP);
    assertThat(now.body()).containsEntry("status", "failed");
    var details = (Map<?, ?>) now.field("status_details");
    assertThat(details.get("reason")).isEqualTo(reason);
    return String.valueOf(details.get("diagnosis"));
  }

  @Test
  void holdsWhenAppAndCertificateAreThere() throws Exception {
    app("web");
    secret("mine", SHOP);
    var made = map(SHOP, "web", "mine");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body())
        .containsEntry("visibility", "custom")
        .containsEntry("user_managed", true)
        .containsEntry("resource_type", "domain_mapping_v2");
    assertThat(made.text("cname_target")).matches("custom\\.[a-z0-9]{11}\\.localhost");
    isReady();
  }

  @Test
  void saysWhatIsMissingUntilItIsThere() throws Exception {
    assertThat(map(SHOP, "web", "mine").status()).isEqualTo(201);
    assertThat(failsWith("app_ref_failed")).contains("Application 'web' does not exist");
    app("web");
    assertThat(failsWith("failed_reconcile_ingress")).contains("secret 'mine' does not exist");
    secret("mine", "other.example.com");
    assertThat(failsWith("failed_reconcile_ingress"))
        .contains("the certificate is for [other.example.com], not for shop.example.com");
    secret("wide", "*.example.com");
    var changed = api.patch(all + "/" + SHOP, "*", "{\"tls_secret\":\"wide\"}");
    assertThat(changed.body()).containsEntry("status", "ready");
    isReady();
  }

  @Test
  void goesWithItsApp() throws Exception {
    app("web");
    app("other");
    secret("wide", "*.example.com");
    map(SHOP, "web", "wide");
    map("other.example.com", "other", "wide");
    api.delete(api.in("/apps/web"));
    assertThat(api.get(all + "/" + SHOP).status()).isEqualTo(404);
    assertThat(api.get(all + "/other.example.com").status()).isEqualTo(200);
  }

  @Test
  void theFirstProjectHasTheName() throws Exception {
    app("web");
    secret("mine", SHOP);
    var second = api.post("/projects", "{\"name\":\"second\"}").text("id");
    mapIn("/projects/" + second + "/domain_mappings", SHOP, "thief", "mine");
    map(SHOP, "web", "mine");
    assertThat(failsWith("domain_already_claimed")).contains("another project");
    api.delete("/projects/" + second + "/domain_mappings/" + SHOP);
    isReady();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example",
        "Shop.example.com",
        "*.example.com",
        "a..b",
        "-a.com",
        "a.com.",
        "a b.c"
      })
  void refusesWhatIsNoFullName(String domain) {
    var refused = map(domain, "web", "mine");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("name is '" + domain + "'").contains("www.example.com");
  }

  @Test
  void refusesTheNamesThatTheEngineGives() {
    var refused = map("web.abcdefghijk.localhost", "web", "mine");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("the engine gives the names below localhost itself");
    assertThat(map("shop.localhost", "web", "mine").status()).isEqualTo(201);
  }

  @Test
  void thereAreNoFunctions() {
    var refused =
        api.post(
            all,
            """
            {"name":"a.com","component":{"name":"f","resource_type":"function_v2"},"tls_secret":"t"}\
            """);
    assertThat(refused.status()).isEqualTo(501);
  }
}
