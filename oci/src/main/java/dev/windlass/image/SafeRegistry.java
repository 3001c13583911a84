// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/// A registry on this machine that is spoken to over TLS, as those on this machine are not
/// otherwise.
///
/// @param hosts how images name it: `localhost:5000`
/// @param authority a file with the certificate of whoever signed its own
public record SafeRegistry(Set<String> hosts, Path authority) {
  URI base(String host) {
    return hosts.contains(host) ? Addresses.safeBase(host) : Addresses.base(host);
  }

  Network network() {
    var here = Network.ofThisMachine();
    return new Network(here.trust().and(authority), here.proxies());
  }
}
