// SPDX-License-Identifier: Apache-2.0
package dev.windlass.dns;

import java.net.InetAddress;

/// What names mean to who asks.
@FunctionalInterface
public interface Names {
  /// @param asker the address that the question came from
  /// @param name in lower case, without the dot at its end
  Meaning of(InetAddress asker, String name);

  /// What a name means.
  sealed interface Meaning {
    /// Something that has this address.
    record Known(InetAddress address) implements Meaning {}

    /// Nothing, and nobody else would know.
    record Unknown() implements Meaning {}

    /// Others are to be asked.
    record Elsewhere() implements Meaning {}
  }
}
