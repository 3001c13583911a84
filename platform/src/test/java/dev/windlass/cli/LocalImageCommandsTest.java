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
}
