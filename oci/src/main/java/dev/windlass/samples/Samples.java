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
  public static void fill(URI registry, Optional<Credential> credential)
      throws IOException, InterruptedException {
    var images = SampleImages.build();
    push(images.hello(), registry, "samples/hello", "latest", credential);
    push(images.job(), registry, "samples/job", "latest", credential);
    push(images.crash(), registry, "samples/crash", "latest", credential);
    push(images.wrongPort(), registry, "samples/wrong-port", "latest", credential);
    push(images.arm64(), registry, "samples/arm64", "latest", credential);
    push(images.arm64Index(), registry, "samples/arm64", "index", credential);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(CONNECTING).build();
  }
}
