// SPDX-License-Identifier: Apache-2.0
package dev.windlass.samples;

import dev.windlass.image.Credential;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Puts the samples into registries.
public final class Samples {
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
    try (var destination = new Destination(registry, repository, credential)) {
      destination.push(image, tag);
    }
  }

  /// Pushes all samples but the large one, as `samples/hello` and so on.
  public static void fill(URI registry) throws IOException, InterruptedException {
    var images = SampleImages.build();
    fill(registry, "hello", "latest", images.hello());
    fill(registry, "job", "latest", images.job());
    fill(registry, "crash", "latest", images.crash());
    fill(registry, "wrong-port", "latest", images.wrongPort());
    fill(registry, "arm64", "latest", images.arm64());
    fill(registry, "arm64", "index", images.arm64Index());
  }

  private static void fill(URI registry, String name, String tag, SampleImage image)
      throws IOException, InterruptedException {
    push(image, registry, "samples/" + name, tag, Optional.empty());
  }
}
