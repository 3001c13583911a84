// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;

/// What namespaces show that are caches of other registries. Closed by whoever opened it.
record Cached(Remotes remotes, CachedManifests manifests, CachedBlobs blobs, CachedTags tags)
    implements AutoCloseable {
  static Cached of(Store store, EmbeddedRegistry.Setting setting) {
    var remotes = new Remotes(setting.remote());
    return new Cached(
        remotes,
        new CachedManifests(store, remotes, setting.limits()),
        new CachedBlobs(store, remotes, setting.limits()),
        new CachedTags(store, remotes));
  }

  @Override
  public void close() {
    blobs.close();
    remotes.close();
  }
}
