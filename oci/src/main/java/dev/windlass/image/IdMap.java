// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.linux.Fd;
import dev.windlass.linux.UserNamespace;

/// Which users of this machine the users of a container are: 0 is `base`, 1 the next, and so on.
///
/// @param namespace an open user namespace with just this map
public record IdMap(int base, int count, Fd namespace) {
  public static IdMap of(UserNamespace namespace) {
    return new IdMap(namespace.base(), namespace.count(), namespace.fd());
  }
}
