// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Predicate;

/// Where requests of this machine, and of its containers, seem to come from, without what a router
/// on the way makes of it.
///
/// @param privates addresses that mean something in a private network only
public record EgressAddresses(List<String> publics, List<String> privates) {
  public EgressAddresses {
    publics = List.copyOf(publics);
    privates = List.copyOf(privates);
  }

  /// The bridges of engines, behind which their containers are.
  private static final String BRIDGES = "wl-";

  /// Those of this machine's interfaces, loopback and our own bridges left out: nothing goes out by
  /// them.
  public static EgressAddresses ofThisMachine() throws SocketException {
    List<InetAddress> addresses =
        NetworkInterface.networkInterfaces()
            .filter(one -> !one.getName().startsWith(BRIDGES))
            .flatMap(NetworkInterface::inetAddresses)
            .filter(Inet4Address.class::isInstance)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .toList();
    return new EgressAddresses(
        texts(addresses, address -> !address.isSiteLocalAddress()),
        texts(addresses, InetAddress::isSiteLocalAddress));
  }

  private static List<String> texts(List<InetAddress> addresses, Predicate<InetAddress> which) {
    return addresses.stream().filter(which).map(InetAddress::getHostAddress).sorted().toList();
  }

  /// `public 1.2.3.4; private 10.0.0.7`
  @Override
  public String toString() {
    return "public %s; private %s".formatted(words(publics), words(privates));
  }

  private static String words(List<String> addresses) {
    return addresses.isEmpty() ? "none of this machine's own" : String.join(", ", addresses);
  }
}
