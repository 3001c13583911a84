// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a request comes from.
///
/// @param client the address of who sent it, before any proxy
record Origin(InetAddress client, Side side) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]*[:.][0-9a-fA-F:.]*");

  /// Walks back from proxy to proxy as long as each one's word can be taken.
  ///
  /// @param forwarded all headers `X-Forwarded-For`
  static Origin of(InetAddress peer, List<String> forwarded, List<Network> trusted, Side side) {
    var client = peer;
    var hops =
        forwarded.stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::strip)
            .toList();
    for (String hop : hops.reversed()) {
      var before = parse(hop);
      if (before.isEmpty() || !isTrusted(client, trusted)) {
        break;
      }
      client = before.get();
    }
    return new Origin(client, side);
  }

  private static boolean isTrusted(InetAddress proxy, List<Network> trusted) {
    return trusted.stream().anyMatch(network -> network.contains(proxy));
  }

  /// Nothing for what is no address; names are not looked up.
  private static Optional<InetAddress> parse(String text) {
    try {
      return ADDRESS.matcher(text).matches()
          ? Optional.of(InetAddress.ofLiteral(text))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
