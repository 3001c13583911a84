// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Client.basic;
import static dev.windlass.registry.Images.NOWHERE;
import static dev.windlass.registry.Images.OCI;
import static dev.windlass.registry.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.image.Secret;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.StoreLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AccessTest {
  private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private EmbeddedRegistry registry;
  private Client nobody;
  private Client owner;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    registry = Fresh.registry(folder, () -> now);
    nobody = Client.nobody(registry);
    owner = Client.owner(registry);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @Test
  void sendsEverybodyToTheTokenServerFirst() throws Exception {
    var reply = nobody.get("/v2/");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.code()).isEqualTo("UNAUTHORIZED");
    assertThat(reply.header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"http://" + nobody.host() + "/token\",service=\"registry\"");
  }

  @Test
  void saysWhichScopeIsNeeded() throws Exception {
    assertThat(scope(nobody.get("/v2/a/b/manifests/v1"))).isEqualTo("repository:a/b:pull");
    assertThat(scope(nobody.send("POST", "/v2/a/blobs/uploads/", new byte[0])))
        .isEqualTo("repository:a:pull,push");
    assertThat(scope(nobody.delete("/v2/a/manifests/v1"))).isEqualTo("repository:a:delete");
    assertThat(scope(nobody.get("/v2/_catalog"))).isEqualTo("registry:catalog:*");
    var mount = "/v2/a/blobs/uploads/?from=b&mount=" + NOWHERE;
    assertThat(scope(nobody.send("POST", mount, new byte[0])))
        .isEqualTo("repository:a:pull,push repository:b:pull");
  }

  /// Clients look for the last such word, wherever it stands.
  @Test
  void namesOneSchemeOnce() throws Exception {
    var path = "/v2/a/blobs/uploads/?from=b&mount=" + NOWHERE;
    for (var reply : List.of(nobody.get("/v2/"), nobody.send("POST", path, new byte[0]))) {
      assertThat(reply.answer().headers().allValues("WWW-Authenticate")).hasSize(1);
      assertThat(reply.header("WWW-Authenticate").toLowerCase(Locale.ROOT))
          .containsOnlyOnce("bearer")
          .doesNotContain("basic");
    }
  }

  private static String scope(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(401);
    return reply.header("WWW-Authenticate").replaceFirst(".*,scope=\"([^\"]*)\".*", "$1");
  }

  /// @param who `nobody`, `owner`, or who has a wrong password
  record Row(String who, String repository, String wanted, int read, int push, int delete) {}

  static final List<Row> rows =
      List.of(
          new Row("nobody", "open", "pull,push,delete", 404, 202, 404),
          new Row("nobody", "open", "*", 404, 202, 404),
          new Row("nobody", "open", "pull", 404, 401, 401),
          new Row("nobody", "open", "delete", 401, 401, 404),
          new Row("nobody", "private/x", "pull,push,delete", 401, 401, 401),
          new Row("nobody", "privateer", "pull,push", 404, 202, 401),
          new Row("owner", "open", "pull,push,delete", 404, 202, 404),
          new Row("owner", "private/x", "pull,push,delete", 404, 202, 404),
          new Row("owner", "private/x", "*", 404, 202, 404),
          new Row("owner", "private/x", "pull", 404, 401, 401));

  @ParameterizedTest
  @FieldSource("rows")
  void letsEverybodyDoWhatTheyMayAndNoMore(Row row) throws Exception {
    Client client = row.who.equals("owner") ? owner : nobody;
    var token = token(client, "repository:" + row.repository + ":" + row.wanted);
    var holder = nobody.with("Bearer " + token);
    var path = "/v2/" + row.repository;
    assertThat(holder.get(path + "/manifests/v1").status()).isEqualTo(row.read);
    assertThat(holder.send("POST", path + "/blobs/uploads/", new byte[0]).status())
        .isEqualTo(row.push);
    assertThat(holder.delete(path + "/manifests/v1").status()).isEqualTo(row.delete);
    assertThat(holder.get("/v2/").status()).isEqualTo(200);
    assertThat(holder.get("/v2/other/manifests/v1").header("WWW-Authenticate"))
        .endsWith(",scope=\"repository:other:pull\",error=\"insufficient_scope\"");
  }

  private static String token(Client client, String scope)
      throws IOException, InterruptedException {
    return client.get("/token?service=registry&scope=" + encoded(scope)).field("token");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void takesScopesOneByOneAndAsAList() throws Exception {
    var reply =
        nobody.get(
            "/token?scope=repository:a:pull&scope="
                + encoded("repository:b:pull,push repository:private:pull")
                + "&scope=nonsense&scope=");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("scope")).isEqualTo("repository:a:pull repository:b:pull,push");
    assertThat(reply.field("access_token")).isEqualTo(reply.field("token"));
    assertThat(reply.text()).contains("\"expires_in\":300");
    assertThat(reply.field("issued_at")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(reply.field("refresh_token")).isEmpty();
  }

  @Test
  void refusesWrongPasswordsAtTheTokenServer() throws Exception {
    for (String shown : List.of(basic("iamapikey", "wrong"), basic("me", Client.KEY), "Basic ?")) {
      var reply = nobody.with(shown).get("/token?scope=repository:a:pull");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.code()).isEqualTo("UNAUTHORIZED");
      assertThat(reply.text()).doesNotContain(Client.KEY);
    }
  }

  @Test
  void takesThePasswordInAForm() throws Exception {
    var reply =
        post(
            "grant_type=password&service=registry&client_id=x&username=iamapikey&password="
                + Client.KEY
                + "&access_type=offline&scope=repository:private/x:pull,push");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.field("scope")).isEqualTo("repository:private/x:pull,push");

    var refreshed =
        post(
            "grant_type=refresh_token&scope=repository:private/y:pull&refresh_token="
                + reply.field("refresh_token"));
    assertThat(refreshed.field("scope")).isEqualTo("repository:private/y:pull");
    var holder = nobody.with("Bearer " + refreshed.field("access_token"));
    assertThat(holder.get("/v2/private/y/manifests/v1").status()).isEqualTo(404);
  }

  @Test
  void refusesFormsThatAreWrong() throws Exception {
    assertThat(post("grant_type=password&username=iamapikey&password=wrong").status())
        .isEqualTo(401);
    assertThat(post("grant_type=refresh_token&refresh_token=made.up.one").status()).isEqualTo(401);
    assertThat(post("grant_type=refresh_token&refresh_token=" + token(owner, "")).status())
        .isEqualTo(401);
    assertThat(post("grant_type=magic").status()).isEqualTo(400);
    assertThat(post("").status()).isEqualTo(400);
    assertThat(post("x".repeat(100_000)).status()).isEqualTo(400);
  }

  private Client.Reply post(String form) throws IOException, InterruptedException {
    return nobody.send(
        "POST", "/token", bytes(form), "Content-Type", "application/x-www-form-urlencoded");
  }

  @Test
  void doesNotTakeARefreshTokenForAnAccessToken() throws Exception {
    var refresh = owner.get("/token?offline_token=true").field("refresh_token");
    assertThat(refresh).isNotEmpty();
    assertThat(nobody.with("Bearer " + refresh).get("/v2/").status()).isEqualTo(401);
  }

  @Test
  void refusesTokensThatAreOldForgedOrBroken() throws Exception {
    var token = token(owner, "repository:a:pull");
    assertThat(nobody.with("Bearer " + token).get("/v2/").status()).isEqualTo(200);
    for (String bad : List.of(token + "x", "x" + token, "a.b.c", ".", "", "a", "..", "é")) {
      assertThat(nobody.with("Bearer " + encoded(bad)).get("/v2/").header("WWW-Authenticate"))
          .as(bad)
          .endsWith(",error=\"invalid_token\"");
    }
    now = now.plus(Duration.ofMinutes(5));
    assertThat(nobody.with("Bearer " + token).get("/v2/").status()).isEqualTo(401);
  }

  @Test
  void tokensOutliveARestartButNotAChangeOfTheKey() throws Exception {
    var token = token(owner, "repository:a:pull");
    registry.close();
    registry = Fresh.registry(folder, () -> now);
    assertThat(Client.nobody(registry).with("Bearer " + token).get("/v2/").status()).isEqualTo(200);
    var address = registry.address();
    registry.close();
    registry =
        EmbeddedRegistry.start(
            folder,
            EmbeddedRegistry.Listening.on(address),
            Access.of(new Secret("new")),
            EmbeddedRegistry.Setting.USUAL.at(() -> now));
    assertThat(Client.nobody(registry).with("Bearer " + token).get("/v2/").status()).isEqualTo(401);
  }

  @Test
  void takesThePasswordOnTheRequestItself() throws Exception {
    assertThat(owner.get("/v2/").status()).isEqualTo(200);
    assertThat(owner.get("/v2/private/x/manifests/v1").status()).isEqualTo(404);
    var wrong = nobody.with(basic("iamapikey", "wrong"));
    assertThat(wrong.get("/v2/").status()).isEqualTo(401);
    assertThat(wrong.get("/v2/open/manifests/v1").status()).isEqualTo(401);
  }

  @Test
  void mountsFromAPrivateRepositoryOnlyForThoseWhoMayReadIt() throws Exception {
    var digest = owner.push("private/x", bytes("secret"));
    var path = "/v2/a/blobs/uploads/?from=private/x&mount=" + digest;
    var local = nobody.with("Bearer " + token(nobody, "repository:a:pull,push"));
    assertThat(local.send("POST", path, new byte[0]).status()).isEqualTo(202);
    assertThat(local.get("/v2/a/blobs/" + digest).status()).isEqualTo(404);
    assertThat(owner.send("POST", path, new byte[0]).status()).isEqualTo(201);
  }

  @Test
  void listsPrivateRepositoriesToTheOwnerOnly() throws Exception {
    for (String repository : List.of("open", "private/x")) {
      byte[] manifest = Images.prepared(owner, repository, "layer");
      owner.putManifest(repository, "v1", OCI, manifest);
    }
    var local = nobody.with("Bearer " + token(nobody, "registry:catalog:*"));
    assertThat(local.get("/v2/_catalog").text()).isEqualTo("{\"repositories\":[\"open\"]}");
    assertThat(owner.get("/v2/_catalog").text()).contains("private/x");
  }

  @Test
  void givesNothingToStrangersFromElsewhere(@TempDir Path other) throws Exception {
    try (var store = Store.open(other, StoreLimits.STANDARD, InstantSource.system())) {
      var rights = new Rights(new Secret(Client.KEY), store);
      var stranger = Rights.nameless(InetAddress.getByName("192.0.2.7"));
      var wanted = Scope.of(new Name("open"), "pull", "push");
      assertThat(rights.granted(stranger, wanted).actions()).isEmpty();
      assertThat(rights.granted(Caller.LOCAL, wanted).actions()).containsExactly("pull", "push");
    }
  }

  @Test
  void namesTheTokenServerAsTheClientNamesUs() throws Exception {
    var reply = Raw.get(registry.address(), "/v2/", "Host: registry.example:5000");
    assertThat(reply).contains("Bearer realm=\"http://registry.example:5000/token\"");
    assertThat(Raw.get(registry.address(), "/v2/", "Host: a\"b"))
        .contains("realm=\"http://localhost:" + registry.address().getPort() + "/token\"");
  }

  @Test
  void doesNotPrintPasswords() {
    assertThat(new Basic("me", "hush").toString()).doesNotContain("hush");
    assertThat(Access.of(new Secret("hush")).toString()).doesNotContain("hush");
  }
}
