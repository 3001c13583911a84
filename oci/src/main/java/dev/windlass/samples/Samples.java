// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/// Puts the samples into registries.
public final class Samples {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private Samples() {}

  /// Pushes an image, or what of it is missing; one request when nothing is.
  ///
  /// @param registry `http://127.0.0.1:5000`
  /// @param repository `samples/hello`
  public static void push(
      SampleImage image,
      URI registry,
      String repository,
      String tag,
      Optional<Credential> credential)
      throws IOException, InterruptedException {
    try (var http = client()) {
      new Destination(http, registry, repository, credential).push(image, tag);
    }
  }

  /// Pushes all samples but the large one, as `samples/hello` and so on.
  public static void fill(URI registry) throws IOException, InterruptedException {
    var images = SampleImages.build();
    try (var http = client()) {
      fill(http, registry, "hello", "latest", images.hello());
      fill(http, registry, "job", "latest", images.job());
      fill(http, registry, "crash", "latest", images.crash());
      fill(http, registry, "wrong-port", "latest", images.wrongPort());
      fill(http, registry, "arm64", "latest", images.arm64());
      fill(http, registry, "arm64", "index", images.arm64Index());
    }
  }

  private static void fill(
      HttpClient http, URI registry, String name, String tag, SampleImage image)
      throws IOException, InterruptedException {
    new Destination(http, registry, "samples/" + name, Optional.empty()).push(image, tag);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(CONNECTING).build();
  }
}
