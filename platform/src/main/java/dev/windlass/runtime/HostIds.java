// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.IdMap;
import dev.windlass.image.Image;
import dev.windlass.image.RootFs;
import dev.windlass.linux.UserNamespace;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The users of this machine that the users of an engine's containers are, so that root in a
/// container is nobody outside. Where kernel or file system do not allow that, root is root, and
/// only its capabilities are taken away.
final class HostIds implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HostIds.class.getName());

  /// Above what login names get, below what the sign bit of careless programs would make negative.
  private static final int LOWEST = 1 << 29;

  private static final int EACH = 1 << 16;
  private static final int ENGINES = 1 << 13;

  private final @Nullable UserNamespace namespace;

  private HostIds(@Nullable UserNamespace namespace) {
    this.namespace = namespace;
  }

  /// Those of this machine itself.
  static HostIds shared() {
    return new HostIds(null);
  }

  /// Those of one engine. Different engines have, most probably, different ones.
  static HostIds of(String engine) throws InterruptedException {
    int base = LOWEST + Math.floorMod(engine.hashCode(), ENGINES) * EACH;
    try {
      return new HostIds(UserNamespace.make(base, EACH));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.INFO, "containers share the users of this machine", e);
      return shared();
    }
  }

  /// The map for a container of this image, where there can be one.
  Optional<IdMap> forImage(Image image) {
    return Optional.ofNullable(namespace)
        .map(IdMap::of)
        .filter(ids -> image.layers().stream().allMatch(layer -> RootFs.canMapIds(layer, ids)));
  }

  @Override
  public void close() throws IOException {
    if (namespace != null) {
      namespace.close();
    }
  }
}
