// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;

/// An image that is on this machine, and what is known of it.
///
/// @param digest that it is asked for by: of the index, where there is one
/// @param manifest the digest of the manifest for this platform
/// @param config the digest of the image configuration
/// @param documents bytes of the manifests and the configuration
/// @param layers the lowest first
/// @param names that it was asked for by; a tag is a name of the last image only that it stood for
/// @param repositories where registries were asked for it
/// @param open whether a registry gives it to anybody
/// @param tenants to whom a registry gave it, and who may use it when it is not open
/// @param used when it was last asked for
public record StoredImage(
    Digest digest,
    Digest manifest,
    Digest config,
    long documents,
    List<StoredLayer> layers,
    List<Reference> names,
    List<Repository> repositories,
    boolean open,
    List<String> tenants,
    Instant came,
    Instant used) {
  public StoredImage {
    layers = List.copyOf(layers);
    names = List.copyOf(names);
    repositories = List.copyOf(repositories);
    tenants = List.copyOf(tenants);
  }

  /// Bytes on the disk, also those that it shares with other images.
  public long size() {
    var byLayer = new HashMap<Digest, Long>();
    layers.forEach(layer -> byLayer.put(layer.diffId(), layer.unpacked()));
    return documents + byLayer.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Bytes that came over the network for it, or would.
  public long compressed() {
    var byLayer = new HashMap<Digest, Long>();
    layers.forEach(layer -> byLayer.put(layer.digest(), layer.compressed()));
    return documents + byLayer.values().stream().mapToLong(Long::longValue).sum();
  }
}
