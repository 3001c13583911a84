// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

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
import dev.windlass.image.Resolution;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A registry whose tags move each time somebody asks, and that fails as the test wants it to.
final class FakeImages implements Images {
  private final List<String> calls = new ArrayList<>();
  private final Set<Digest> here = new HashSet<>();
  private int moves;

  Function<Reference, Optional<Failure>> resolving = _ -> Optional.empty();
  Function<Reference, Optional<Failure>> pulling = _ -> Optional.empty();
  Credentials shown = Credentials.NONE;

  /// Pulls wait for this, and say here that they do.
  volatile CountDownLatch hold = new CountDownLatch(0);

  final CountDownLatch held = new CountDownLatch(1);

  /// What is in the images.
  List<Path> layers = List.of();

  @Override
  public Resolution check(Reference.Pinned image, Credentials credentials, Progress progress) {
    throw new AssertionError("nobody watches here");
  }

  @Override
  public Inspection inspect(Reference.Pinned image, Credentials credentials, Progress progress) {
    throw new AssertionError("nobody looks here");
  }

  @Override
  public synchronized Resolution resolve(
      Reference image, Credentials credentials, Progress progress) {
    calls.add("resolve " + image);
    shown = credentials;
    var failure = resolving.apply(image);
    return failure.isPresent() ? failure.get() : new Resolution.Resolved(image.at(next()));
  }

  private Digest next() {
    moves++;
    return Digest.of(("move " + moves).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Pull pull(Reference.Pinned image, Credentials credentials, Progress progress)
      throws InterruptedException {
    held.countDown();
    hold.await();
    return pull(image, progress);
  }

  private synchronized Pull pull(Reference.Pinned image, Progress progress) {
    calls.add("pull " + image.digest().brief());
    var failure = pulling.apply(image);
    if (failure.isPresent()) {
      return failure.get();
    }
    progress.layer(image.digest(), 50, 100);
    long fetched = here.add(image.digest()) ? 100 : 0;
    var config = new Image.Config(Platform.here(), List.of("/work"), List.of(), Map.of(), "", "/");
    return new Pull.Pulled(new Image(image, config, layers), fetched);
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }
}
