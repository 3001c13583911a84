// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// How what is wanted is run: the seam between the store and a place with containers. A driver
/// watches the [Store], acts, and writes what it observed, and events, back to it. The local engine
/// is the first; Kubernetes is to be the second. What remains here is what is too lively to store.
public interface Driver {
  /// The instances of an app, all its revisions, newest last.
  List<Instance> appInstances(Key app);

  /// Replaces instances of an app that run by new ones, as soon as they have answered what they
  /// work on; requests wait meanwhile. Returns their names; none when there is nothing to replace.
  ///
  /// @param instance only this one; empty for all
  List<String> restart(Key app, Optional<String> instance);

  /// Replaces instances of a job run that run by new ones, as soon as they have ended. Returns
  /// their names; none when there is nothing to replace.
  ///
  /// @param instance only this one; empty for all
  List<String> restartJobRun(Key jobRun, Optional<String> instance);

  /// The apps that serve, and how much is asked of them.
  List<AppLoad> loads();

  /// The instances of a job run, by index and attempt.
  List<Instance> jobRunInstances(Key jobRun);

  /// What an instance printed: the last `tail` lines, all when it is negative; then, while `follow`
  /// says so and the instance lives, what it prints from now on. False when there is no such
  /// instance.
  boolean log(String project, String instance, int tail, BooleanSupplier follow, LineReader reader)
      throws IOException, InterruptedException;

  /// The pull that an app or a job run waits for now.
  Optional<Pulling> pulling(Kind<?, ?> kind, Key key);

  /// The images there.
  ImageService images();

  /// A pull under way.
  record Pulling(String image, List<Layer> layers) {}

  /// @param done compressed bytes that are here
  record Layer(String digest, long done, long total) {}

  /// Gets one line of a log at a time.
  @FunctionalInterface
  interface LineReader {
    void line(Instant at, boolean error, String text) throws IOException;
  }
}
