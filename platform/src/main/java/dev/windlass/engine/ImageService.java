// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.util.Optional;

/// The images at the place where workloads run: brought there, seen and cleared away. The part of a
/// [Driver] that is about images and not about who runs them.
public interface ImageService {
  /// Which digest a reference names now. A pinned one is its own answer.
  Resolution resolve(Asker asker, Reference image, Progress progress)
      throws InterruptedException;

  /// Brings an image here, or what of it is missing. Interrupted, it stops at once.
  Pull pull(Asker asker, Reference.Pinned image, Progress progress) throws InterruptedException;

  /// For whom a registry is asked.
  ///
  /// @param project the id of a project
  /// @param secret the name of one of its registry secrets; empty to ask as anybody
  record Asker(String project, Optional<String> secret) {}
}
