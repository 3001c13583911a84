// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Which proxy stands before a server, from the variables that all tools read: `HTTPS_PROXY` and
/// `NO_PROXY`, in capitals or small letters. Registries in the clear are on this machine, so
/// `HTTP_PROXY` is never asked for.
///
/// @param https the proxy for servers with TLS
/// @param except hosts that are reached without
record Proxies(Optional<Proxy> https, List<String> except) {
  private static final int USUAL_PORT = 3128;

  /// A proxy that makes a tunnel for us.
  ///
  /// @param login the header that says who we are to it
  record Proxy(String host, int port, Optional<Secret> login) {
    /// As in a route: `proxy.example:3128`.
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  Proxies {
    except = List.copyOf(except);
  }

  static Proxies ofThisMachine() {
    return of(System.getenv());
  }

  static Proxies of(Map<String, String> variables) {
    return new Proxies(
        variable(variables, "HTTPS_PROXY").flatMap(Proxies::parse),
        Stream.of(variable(variables, "NO_PROXY").orElse("").split("[,\\s]+", -1))
            .filter(host -> !host.isEmpty())
            .toList());
  }

  private static Optional<String> variable(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name))
        .or(() -> Optional.ofNullable(variables.get(name.toLowerCase(java.util.Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }

  private static Optional<Proxy> parse(String text) {
    try {
      var address = URI.create(text.contains("://") ? text.strip() : "http://" + text.strip());
      if (address.getHost() == null) {
        throw new IllegalArgumentException("no host");
      }
      checkLogin(address);
      return Optional.of(
          new Proxy(
              address.getHost(),
              address.getPort() < 0 ? USUAL_PORT : address.getPort(),
              Optional.ofNullable(address.getUserInfo()).map(Proxies::basic)));
    } catch (InvalidName e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidName("HTTPS_PROXY", "", "needs to look like http://proxy.example:3128");
    }
  }

  /// Proxies are asked in the clear, and whoever writes `https` expects something else.
  private static void checkLogin(URI address) {
    if ("https".equals(address.getScheme()) && address.getUserInfo() != null) {
      throw new InvalidName(
          "HTTPS_PROXY",
          "https://…@" + address.getHost(),
          "would send its login in the clear, because proxies are asked without TLS; write http://"
              + " if that is meant, or leave the login out");
    }
  }

  private static Secret basic(String login) {
    return new Secret("Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
  }

  /// The one before an address, if there is one.
  Optional<Proxy> of(URI address) {
    return https.filter(_ ->
        "https".equals(address.getScheme())
            && !Addresses.isLoopback(address)
            && except.stream().noneMatch(rule -> fits(rule, address)));
  }

  /// `*`, `icr.io` with all below it, `.icr.io`, or one of these with a port; for a host that is an
  /// address also `10.0.0.0/8`.
  private static boolean fits(String rule, URI address) {
    var host = address.getHost();
    if (rule.contains("/")) {
      return isWithin(rule, host);
    }
    var bare = rule.replaceFirst(":[0-9]+$", "").replaceFirst("^\\*?\\.", "");
    boolean port =
        rule.equals(bare)
            || !rule.matches(".*:[0-9]+$")
            || rule.endsWith(":" + Addresses.port(address));
    return rule.equals("*") || (port && (host.equalsIgnoreCase(bare) || host.endsWith("." + bare)));
  }

  private static boolean isWithin(String network, String host) {
    int slash = network.indexOf('/');
    try {
      byte[] first = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
      byte[] one = InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).getAddress();
      int others = first.length * 8 - Integer.parseInt(network.substring(slash + 1));
      return first.length == one.length
          && others >= 0
          && new BigInteger(1, first).xor(new BigInteger(1, one)).shiftRight(others).signum() == 0;
    } catch (IllegalArgumentException e) {
      return false; // a name, or no network
    }
  }
}
