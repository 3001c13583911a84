// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Image;
import dev.windlass.image.Images;
import dev.windlass.image.Inspection;
import dev.windlass.image.Platform;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;
import dev.windlass.image.Resolution;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A registry whose tags move, that is away at times, and that does not have everything.
final class SimImages implements Images {
  private final Set<Reference.Pinned> here = new HashSet<>();
  boolean away;
  boolean pushed;
  int tagsMoved;

  @Override
  public Resolution check(Reference.Pinned image, Credentials credentials, Progress progress) {
    throw new AssertionError("nobody watches here");
  }

  @Override
  public Inspection inspect(Reference.Pinned image, Credentials credentials, Progress progress) {
    throw new AssertionError("nobody looks here");
  }

  @Override
  public Resolution resolve(Reference image, Credentials credentials, Progress progress)
      throws InterruptedException {
    Fibers.block();
    if (away) {
      return unreachable(image);
    }
    if (image.name().equals("missing") && !pushed) {
      var address = URI.create("https://registry.test/v2/");
      return new Failure.UnknownManifest(
          image, new Refusal("GET", address, 404, "MANIFEST_UNKNOWN", ""));
    }
    String content = image + " " + tagsMoved;
    return new Resolution.Resolved(image.at(Digest.of(content.getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public Pull pull(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException {
    Fibers.block();
    if (!here.contains(image) && away) {
      return unreachable(image);
    }
    progress.layer(image.digest(), 1, 2);
    Fibers.block();
    progress.layer(image.digest(), 2, 2);
    return new Pull.Pulled(image(image), here.add(image) ? 2 : 0);
  }

  void loseEverything() {
    here.clear();
  }

  private static Failure unreachable(Reference image) {
    var endpoint = URI.create("https://registry.test");
    return new Failure.Unreachable(image, endpoint, Failure.Unreachable.Trouble.REFUSED, "away");
  }

  static Image image(Reference.Pinned reference) {
    var config = new Image.Config(Platform.here(), List.of("/app"), List.of(), Map.of(), "", "/");
    return new Image(reference, config, List.of());
  }
}
