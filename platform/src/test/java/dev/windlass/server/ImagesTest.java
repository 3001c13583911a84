// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.ImageService.Kept;
import dev.windlass.engine.Lease;
import dev.windlass.image.Clearing;
import dev.windlass.image.Digest;
import dev.windlass.image.Reference;
import dev.windlass.image.Repository;
import dev.windlass.image.StoredImage;
import dev.windlass.image.StoredLayer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImagesTest {
  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  private HttpResponse<InputStream> pull(String image) throws Exception {
    var body = "{\"image_reference\":\"%s\"}".formatted(image);
    return api.client.send(
        api.request(api.in("/images/pull")).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofInputStream());
  }

  private static BufferedReader lines(HttpResponse<InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  @Test
  void aPullTellsHowItGoesAndHowItEnded() throws Exception {
    try (var lines = lines(pull("icr.io/shop/web:v1"))) {
      var told = lines.lines().toList();
      var pinned = "icr.io/shop/web@" + FakeImageService.DIGEST;
      assertThat(told.getFirst()).contains("\"step\"", "\"name\":\"dns\"", "10.0.0.1");
      assertThat(told.get(1)).contains("\"resolved\"", pinned);
      assertThat(told.get(told.size() - 2))
          .contains("\"progress\"", FakeImageService.LAYER.toString(), "\"done\":10");
      assertThat(told.getLast()).contains("\"pulled\"", pinned, "\"fetched\":10");
    }
  }

  @Test
  void aPullEndsWhenWhoeverAskedHasLeft() throws Exception {
    try (var lines = lines(pull("icr.io/shop/" + FakeImageService.ENDLESS))) {
      assertThat(lines.readLine()).contains("step");
      assertThat(lines.readLine()).contains("resolved");
      api.driver.images.begun.await();
    }
    assertThat(api.driver.images.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void saysWhatIsWrongWithAWish() {
    var path = api.in("/images/pull");
    assertThat(api.post(path, "{\"image_reference\":\"UPPER/case\"}").error())
        .startsWith("image_reference is 'UPPER/case'");
    assertThat(api.post(path, "{}").error()).startsWith("image_reference is missing");
    assertThat(api.post(path, "{\"image_reference\":\"a/b\",\"secret\":\"s\"}").error())
        .startsWith("secret is not a field of a pull");
  }

  private static Digest digest(String of) {
    return Digest.of(of.getBytes(StandardCharsets.UTF_8));
  }

  private static Kept image(Digest digest, List<Lease> holders, String... names) {
    return new Kept(
        new StoredImage(
            digest,
            digest,
            digest("config"),
            100,
            List.of(new StoredLayer(FakeImageService.LAYER, digest("tar"), 10, 50)),
            Stream.of(names).map(Reference::parse).toList(),
            List.of(Repository.parse("icr.io/shop/web")),
            true,
            List.of(),
            Instant.EPOCH,
            Instant.EPOCH),
        holders);
  }

  private Lease lease(Digest digest) {
    return new Lease(
        Reference.parse("icr.io/shop/web:v1").at(digest),
        "app web, revision web-00001",
        api.project);
  }

  @Test
  void listsWhatIsHereAndWhoNeedsIt() {
    var held = digest("held");
    api.driver.images.kept.add(image(held, List.of(lease(held)), "icr.io/shop/web:v1"));
    var listed = api.get("/images").list("images").getFirst();
    assertThat(listed)
        .containsEntry("digest", held.toString())
        .containsEntry("names", List.of("icr.io/shop/web:v1"))
        .containsEntry("size", 150L)
        .containsEntry("used_at", "1970-01-01T00:00:00Z")
        .containsEntry(
            "held_by",
            List.of(
                Map.of(
                    "name", "app web, revision web-00001",
                    "project_id", api.project,
                    "project_name", "home")))
        .doesNotContainKey("layers");
    assertThat(api.get("/images/" + held.hex().substring(0, 12)).list("layers").getFirst())
        .containsEntry("unpacked", 50L);
  }

  @Test
  void anImageHasManyNames() {
    var digest = digest("image");
    api.driver.images.kept.add(image(digest, List.of(), "icr.io/shop/web:v1", "nginx"));
    for (var name :
        List.of(
            digest.toString(),
            digest.hex().substring(0, 4),
            "icr.io%2Fshop%2Fweb:v1",
            "nginx",
            "any%2Frepository@" + digest)) {
      assertThat(api.get("/images/" + name).text("digest")).as(name).isEqualTo(digest.toString());
    }
    for (var name : List.of("icr.io%2Fshop%2Fweb:v2", digest.hex().substring(0, 3), "%20", "x@y")) {
      assertThat(api.get("/images/" + name).status()).as(name).isEqualTo(404);
    }
  }

  @Test
  void aBeginningThatSeveralHaveIsRefused() {
    var one = new Digest(Digest.Algorithm.SHA256, "abcd" + "0".repeat(60));
    var two = new Digest(Digest.Algorithm.SHA256, "abcd" + "1".repeat(60));
    api.driver.images.kept.addAll(List.of(image(one, List.of()), image(two, List.of())));
    var refused = api.get("/images/abcd");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.error())
        .isEqualTo("'abcd' could be any of abcd00000000, abcd11111111; give more of the digest");
  }

  @Test
  void whatSomebodyNeedsIsNotRemoved() {
    var held = digest("held");
    api.driver.images.kept.add(image(held, List.of(lease(held)), "icr.io/shop/web:v1"));
    for (var force : List.of("false", "true")) {
      var refused = api.delete("/images/icr.io%2Fshop%2Fweb:v1?force=" + force);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.error())
          .isEqualTo(
              "Image %s is needed by app web, revision web-00001; it goes when they are deleted"
                  .formatted(held));
    }
  }

  @Test
  void aNameGoesBeforeTheImage() {
    var digest = digest("image");
    api.driver.images.kept.add(image(digest, List.of(), "icr.io/shop/web:v1", "nginx"));
    assertThat(api.delete("/images/nginx").body())
        .containsEntry("untagged", List.of("docker.io/library/nginx:latest"))
        .doesNotContainKey("removed");
    assertThat(api.driver.images.untagged).containsExactly(Reference.parse("nginx"));
    var refused = api.delete("/images/" + digest);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.error()).contains("has 2 names");
    assertThat(api.delete("/images/" + digest + "?force=true").body())
        .containsEntry("removed", digest.toString())
        .containsEntry("freed", 100L);
  }

  @Test
  void pruningTakesARule() {
    api.driver.images.kept.add(image(digest("image"), List.of()));
    var pruned =
        api.post(
            "/images/prune",
            "{\"dry_run\":true,\"all\":true,\"older_than\":\"12h\",\"keep_size\":\"2G\"}");
    assertThat(pruned.body()).containsEntry("dry_run", true).containsEntry("freed", 100L);
    assertThat(pruned.list("images")).hasSize(1);
    api.post("/images/prune", "{}");
    assertThat(api.driver.images.rules)
        .containsExactly(
            new Clearing.Rule(true, Duration.ofHours(12), 2_000_000_000),
            new Clearing.Rule(false, Duration.ZERO, 0));
    assertThat(api.post("/images/prune", "{\"older_than\":\"soon\"}").error())
        .startsWith("older_than is 'soon': ")
        .endsWith("as in 12h or 30d");
    assertThat(api.post("/images/prune", "{\"keep_size\":\"much\"}").error())
        .startsWith("keep_size is 'much': ");
  }
}
