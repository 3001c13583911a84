// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.InvalidName;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A range of addresses as people write it: `10.0.0.0/8`, `192.168.1.7`, `fd00::/8`.
public record Network(InetAddress address, int prefix) {
  private static final String V4 = "(?:[0-9]{1,3}[.]){3}[0-9]{1,3}";
  private static final String V6 = "[0-9a-fA-F]*:[0-9a-fA-F:.]*";
  private static final Pattern FORM = Pattern.compile("(" + V4 + "|" + V6 + ")(?:/([0-9]{1,3}))?");

  public Network {
    if (prefix < 0 || prefix > address.getAddress().length * 8) {
      throw broken(address.getHostAddress() + "/" + prefix);
    }
  }

  public static Network parse(String text) {
    var parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw broken(text);
    }
    try {
      var address = InetAddress.ofLiteral(parts.group(1)); // a name would be looked up otherwise
      int all = address.getAddress().length * 8;
      return new Network(address, parts.group(2) == null ? all : Integer.parseInt(parts.group(2)));
    } catch (InvalidName e) {
      throw e;
    } catch (IllegalArgumentException e) {
      var broken = broken(text);
      broken.initCause(e);
      throw broken;
    }
  }

  private static InvalidName broken(String text) {
    return new InvalidName(
        "IP address", text, "needs to look like 192.168.1.7, 10.0.0.0/8 or fd00::/8");
  }

  static List<Network> list(String text) {
    return Stream.of(text.split(" ", -1))
        .filter(part -> !part.isEmpty())
        .map(Network::parse)
        .toList();
  }

  static String text(List<Network> networks) {
    return networks.stream().map(Network::toString).collect(Collectors.joining(" "));
  }

  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    boolean one = prefix == address.getAddress().length * 8;
    return address.getHostAddress() + (one ? "" : "/" + prefix);
  }
}
