// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import dev.windlass.engine.ImageService;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Store;
import dev.windlass.image.Failure;
import dev.windlass.image.Images;
import dev.windlass.image.Progress;
import dev.windlass.image.Pull;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;

/// The images of this machine, for the projects of the store. Safe to share between threads.
public final class LocalImageService implements ImageService {
  private final Store store;
  private final Images images;

  public LocalImageService(Store store, Images images) {
    this.store = store;
    this.images = images;
  }

  @Override
  public Resolution resolve(Asker asker, Reference image, Progress progress)
      throws InterruptedException {
    return switch (secret(asker)) {
      case RegistrySecret.Found(var credentials) -> images.resolve(image, credentials, progress);
      case RegistrySecret.Missing(var name) -> new Failure.MissingSecret(image, name);
    };
  }

  @Override
  public Pull pull(Asker asker, Reference.Pinned image, Progress progress)
      throws InterruptedException {
    return switch (secret(asker)) {
      case RegistrySecret.Found(var credentials) -> images.pull(image, credentials, progress);
      case RegistrySecret.Missing(var name) -> new Failure.MissingSecret(image, name);
    };
  }

  private RegistrySecret secret(Asker asker) {
    return RegistrySecret.of(store, asker.project(), asker.secret());
  }
}
