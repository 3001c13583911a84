// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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
}
