// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalImageCommandsTest {
  private static final String PULL = "POST /images/pull";
  private static final String PINNED = "icr.io/shop/web@sha256:" + "1cee99".repeat(10) + "1cee";
  private static final String LAYER = "sha256:" + "ab".repeat(32);
  private static final String RESOLVED =
      "{\"type\":\"resolved\",\"image\":\"%s\"}\n".formatted(PINNED);

  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private static String progress(long done) {
    return """
    {"type":"progress","layers":[{"digest":"%s","done":%d,"total":2000000}]}
    """
        .formatted(LAYER, done);
  }

  private static String pulled(long fetched) {
    return "{\"type\":\"pulled\",\"image\":\"%s\",\"fetched\":%d}\n".formatted(PINNED, fetched);
  }

  @Test
  void pullSaysHowFarItIs() {
    desk.on(
        PULL,
        RESOLVED + progress(0) + progress(1_000_000) + progress(2_000_000) + pulled(2_000_000));

    Golden.check("image-pull", desk.run("image", "pull", "icr.io/shop/web:v1").all());
    assertThat(desk.api.change().body()).isEqualTo("{\"image_reference\":\"icr.io/shop/web:v1\"}");
  }

  @Test
  void pullShowsItsStepsWhenAsked() {
    var step =
        """
        {"type":"step","step":{"name":"dns","at":"icr.io","outcome":"done","milliseconds":3,\
        "started_at":"2026-01-01T00:00:00Z","seen":{"addresses":"10.0.0.1"}}}
        """;
    desk.on(PULL, step + RESOLVED + pulled(7));

    Golden.check("image-pull-verbose", desk.run("image", "pull", "x", "-v").all());
    assertThat(desk.run("image", "pull", "x").out()).doesNotContain("dns");
  }

  @Test
  void pullForProgramsSaysOnlyWhatCameOfIt() {
    desk.on(PULL, RESOLVED + pulled(7));

    assertThat(desk.run("image", "pull", "-q", "icr.io/shop/web:v1").out())
        .isEqualTo(PINNED + "\n");
    Golden.check("image-pull-json", desk.run("image", "pull", "x", "-o", "json").all());
  }

  @Test
  void pullTakesASecretOfTheProject() {
    desk.on(PULL, RESOLVED + pulled(7));

    desk.run("image", "pull", "icr.io/shop/web:v1", "--registry-secret", "mine");
    assertThat(desk.api.change().body()).contains("\"image_secret\":\"mine\"");
  }

  @Test
  void pullThatFailsSaysWhy() {
    desk.on(
        PULL,
        """
        {"type":"failed","image":"icr.io/shop/web:v7","diagnosis":{"code":"unknown_manifest",\
        "problem":"Unable to pull the image \\"icr.io/shop/web:v7\\"","cause":"there is no tag v7",\
        "fix":"use a tag that there is","evidence":"404"}}
        """);

    Golden.check("image-pull-failed", desk.run("image", "pull", "icr.io/shop/web:v7").all());
  }

  @Test
  void pullThatBreaksOffIsAFailure() {
    desk.on(PULL, RESOLVED);

    Golden.check("image-pull-broken", desk.run("image", "pull", "icr.io/shop/web:v1").all());
  }

  private static final String DIGEST = "sha256:" + "1cee99".repeat(10) + "1cee";

  private static String image(String digest, String names, String heldBy, String more) {
    return """
    {"digest":"%s","manifest":"%s","config":"%s","names":[%s],"repositories":["icr.io/shop/web"],\
    "size":12345678,"compressed":4345678,"open":false,"projects":["p1"],\
    "pulled_at":"2026-11-20T12:00:00Z","used_at":"2026-11-23T12:00:00Z","held_by":[%s]%s}\
    """
        .formatted(digest, digest, LAYER, names, heldBy, more);
  }

  private static final String HELD =
      "{\"name\":\"app web, revision web-00001\",\"project_id\":\"p1\",\"project_name\":\"default\"},"
          + "{\"name\":\"app web, revision web-00002\",\"project_id\":\"p1\",\"project_name\":\"default\"}";

  private static final String WHOLE =
      image(
          DIGEST,
          "\"icr.io/shop/web:v1\",\"icr.io/shop/web:v2\"",
          HELD,
          """
          ,"layers":[{"digest":"%s","diff_id":"%s","compressed":4340000,"unpacked":12340000}],\
          "configuration":{"platform":"linux/amd64","entrypoint":["/web"],"command":["--serve"],\
          "environment":["PATH=/bin"],"user":"1000","working_dir":"/srv"},\
          "missing":[{"part":"layer","digest":"%s","size":4340000}]\
          """
              .formatted(LAYER, LAYER, LAYER));

  private void here() {
    desk.api.on(
        "GET /v2/images",
        "{\"images\":["
            + image(LAYER, "", "", "")
            + ","
            + image(DIGEST, "\"icr.io/shop/web:v1\",\"icr.io/shop/web:v2\"", HELD, "")
            + ","
            + image(LAYER, "\"icr.io/shop/web@" + LAYER + "\"", "", "")
            + "]}");
  }

  @Test
  void listShowsWhatIsHereAndWhoNeedsIt() {
    here();
    Golden.check("image-list", desk.run("image", "list").all());
    Golden.check("image-list--no-trunc", desk.run("image", "ls", "--no-trunc").all());
    Golden.check("image-list--q", desk.run("image", "list", "-q").all());
    Golden.check("image-list--o-yaml", desk.run("image", "list", "-o", "yaml").all());
  }

  @Test
  void inspectShowsAllOfAnImage() {
    desk.api.on("GET /v2/images/icr.io%2Fshop%2Fweb%3Av1", WHOLE);
    Golden.check("image-inspect", desk.run("image", "inspect", "icr.io/shop/web:v1").all());
    Golden.check(
        "image-inspect--o-json",
        desk.run("image", "inspect", "icr.io/shop/web:v1", "-o", "json").all());
  }

  @Test
  void rmTellsWhatIsGoneAndWhatCouldNotGo() {
    desk.api
        .on(
            "DELETE /v2/images/1cee99?force=false",
            200,
            "{\"untagged\":[\"icr.io/shop/web:v1\"],\"removed\":\"%s\",\"layers\":[\"%s\"],\"freed\":12345678}"
                .formatted(DIGEST, LAYER))
        .on(
            "DELETE /v2/images/abab?force=false",
            409,
            "{\"errors\":[{\"code\":\"image_in_use\",\"message\":\"Image %s is needed by app web, revision web-00001; it goes when they are deleted\"}],\"trace\":\"t\",\"status_code\":409}"
                .formatted(LAYER));
    Golden.check("image-rm", desk.run("image", "rm", "abab", "1cee99").all());
    assertThat(desk.run("image", "rm", "ffff").exitCode()).isEqualTo(1);
    assertThat(desk.run("image", "rm", "ffff", "--ignore-not-found").exitCode()).isZero();
  }

  private static final String PRUNED =
      """
      {"dry_run":%s,"images":[{"digest":"%s","names":["icr.io/shop/web:v1"],\
      "used_at":"2026-11-20T12:00:00Z","frees":12345678}],"orphans":["%s"],"freed":12349774,"left":4096}\
      """;

  @Test
  void pruneShowsThenAsksThenRemoves() {
    var prune = "POST /v2/images/prune";
    desk.api.on(prune, PRUNED.formatted(true, DIGEST, LAYER));
    Golden.check(
        "image-prune-dry-run",
        desk.run("image", "prune", "-a", "--older-than", "2d", "--keep-size", "1G", "--dry-run")
            .all());
    assertThat(desk.api.change().body())
        .isEqualTo("{\"dry_run\":true,\"all\":true,\"older_than\":\"2d\",\"keep_size\":\"1G\"}");
    Golden.check("image-prune-no", desk.typing("n").run("image", "prune").all());
    desk.api.on(prune, PRUNED.formatted(true, DIGEST, LAYER));
    desk.api.on(prune, PRUNED.formatted(false, DIGEST, LAYER));
    Golden.check("image-prune", desk.typing("y").run("image", "prune").all());
    Golden.check("image-prune-json", desk.run("image", "prune", "-f", "-o", "json").all());
    assertThat(desk.run("image", "prune", "-o", "json").exitCode()).isEqualTo(2);
  }

  @Test
  void prefetchBringsWhatTheRevisionsOfAnAppNeed() {
    desk.on("GET /apps/web", Samples.ready("web"))
        .on(
            "GET /apps/web/revisions",
            "{\"revisions\":["
                + Samples.revision("web-00001", "ready", "")
                + ","
                + Samples.revision("web-00002", "ready", "")
                + "]}")
        .on(PULL, RESOLVED + pulled(0));
    Golden.check("image-prefetch", desk.run("image", "prefetch", "web").all());
    assertThat(desk.api.change().body()).contains("@" + Samples.DIGEST);
  }

  @Test
  void prefetchKnowsRevisionsAndImages() {
    desk.on("GET /apps/web/revisions/web-00001", Samples.revision("web-00001", "ready", ""))
        .on(PULL, RESOLVED + pulled(7));
    assertThat(desk.run("image", "prefetch", "-q", "web-00001").out()).isEqualTo(PINNED + "\n");
    assertThat(desk.run("image", "prefetch", "-q", "icr.io/shop/web:v1").out())
        .isEqualTo(PINNED + "\n");
    Golden.check("image-prefetch-nothing", desk.run("image", "prefetch", "wob").all());
  }

  @Test
  void driftTellsWhatMoved() {
    var drift =
        """
        {"state":"tag_moved","image":"icr.io/shop/web:v1","digest":"sha256:1cee99","tag_digest":"sha256:2bad77",
         "checked_at":"2026-01-02T00:00:00Z","since":"2026-01-01T00:00:00Z",
         "message":"the tag 'v1' names sha256:2bad77 now, and no longer sha256:1cee99, which this revision goes on with"}\
        """;
    desk.on("GET /apps/web", Samples.ready("web"))
        .on(
            "POST /apps/web/revisions/web-00001/drift",
            """
            {"drift":%s,"change":{"from":"sha256:1cee99","to":"sha256:2bad77","shared_layers":3,
             "shared_bytes":41000000,"added":[{"digest":"sha256:a","size":14000000}],"removed":[],
             "settings":[{"name":"user","before":"","after":"1001"},
               {"name":"env JAVA_OPTS","after":"-Xmx1g"}]}}
            """
                .formatted(drift));
    Golden.check("image-drift", desk.run("image", "drift", "web").all());
    Golden.check("image-drift-json", desk.run("image", "drift", "web-00001", "-o", "json").all());
  }
}
