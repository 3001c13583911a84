// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// A range of IPv4 addresses: `10.83.16.0/20`.
///
/// @param base the first address, as a number
/// @param bits how many leading bits all addresses share
record Subnet(int base, int bits) {
  private static final int TEN = 10 << 24;
  private static final int WIDTH = 20;
  private static final int CHOICES = 1 << (WIDTH - 8);
  private static final int ROUTE_IS_UP = 1;

  /// A part of 10.0.0.0/8 that overlaps none of those taken; `wish` says where to begin to look.
  static Subnet free(int wish, Collection<Subnet> taken) {
    for (int i = 0; i < CHOICES; i++) {
      int choice = Math.floorMod(wish + i, CHOICES);
      var subnet = new Subnet(TEN | choice << (32 - WIDTH), WIDTH);
      if (taken.stream().noneMatch(subnet::overlaps)) {
        return subnet;
      }
    }
    throw new IllegalStateException("all of 10.0.0.0/8 is routed to somewhere already");
  }

  /// The ranges in the lines of `/proc/net/route`, without the default route.
  static List<Subnet> routed(List<String> lines) {
    return lines.stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > 7)
        .filter(fields -> (Integer.parseInt(fields[3], 16) & ROUTE_IS_UP) != 0)
        .map(fields -> new Subnet(number(fields[1]), Integer.bitCount(number(fields[7]))))
        .filter(subnet -> subnet.bits > 0)
        .toList();
  }

  static Subnet parse(String text) {
    var slash = text.indexOf('/');
    int base = 0;
    for (var part : text.substring(0, slash).split("\\.", -1)) {
      base = base << 8 | Integer.parseInt(part);
    }
    return new Subnet(base, Integer.parseInt(text.substring(slash + 1)));
  }

  /// How many addresses it has.
  int size() {
    return 1 << (32 - bits);
  }

  InetAddress address(int slot) {
    int all = base + slot;
    try {
      return InetAddress.getByAddress(
          new byte[] {(byte) (all >> 24), (byte) (all >> 16), (byte) (all >> 8), (byte) all});
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  boolean overlaps(Subnet other) {
    int mask = -1 << (32 - Math.min(bits, other.bits));
    return (base & mask) == (other.base & mask);
  }

  @Override
  public String toString() {
    return address(0).getHostAddress() + "/" + bits;
  }

  /// A number as the kernel prints it on a little-endian machine.
  private static int number(String hex) {
    return Integer.reverseBytes(HexFormat.fromHexDigits(hex));
  }
}
