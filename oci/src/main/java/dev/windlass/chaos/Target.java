// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.image.Reference;
import java.net.URI;

/// Where one fault can be met while a [Chaos] is open.
///
/// @param scheme `http` or `https`: what a client has to speak to meet it
/// @param reference what to pull, or, if the fault is for pushes, what to push
public record Target(Fault fault, String scheme, Reference reference) {
  /// Where its registry is: `http://localhost:5055`.
  public URI base() {
    return URI.create(scheme + "://" + reference.repository().host());
  }
}
