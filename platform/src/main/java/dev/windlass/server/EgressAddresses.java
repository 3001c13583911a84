// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Where requests of containers seem to come from: the addresses of this machine.
final class EgressAddresses {
  private EgressAddresses() {}

  static Map<String, Object> ofThisMachine() throws SocketException {
    List<InetAddress> addresses =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(Inet4Address.class::isInstance)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();
    return Map.of(
        "private", texts(addresses, InetAddress::isSiteLocalAddress),
        "public", texts(addresses, address -> !address.isSiteLocalAddress()));
  }

  private static List<String> texts(List<InetAddress> addresses, Predicate<InetAddress> which) {
    return addresses.stream().filter(which).map(InetAddress::getHostAddress).sorted().toList();
  }
}
