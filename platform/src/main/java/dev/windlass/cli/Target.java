// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.registry.RegistryClient;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import java.net.URI;
import java.util.Map;

/// The registry that a command works with: what the variables WINDLASS_REGISTRY and
/// WINDLASS_REGISTRY_API_KEY say, else what was chosen with `region-set`, else the engine's own.
///
/// @param region `local` for the engine's own, else `remote`
/// @param name what names of its images begin with: `localhost:5000`
record Target(String region, String name, String key, RegistryClient client) {
  static final String LOCAL = "local";
  private static final String ADDRESS_VARIABLE = "WINDLASS_REGISTRY";
  private static final String KEY_VARIABLE = "WINDLASS_REGISTRY_API_KEY";

  static Target of(Call call) {
    var variables = call.around().variables();
    if (!variables.getOrDefault(ADDRESS_VARIABLE, "").isEmpty()) {
      return remote(variables.getOrDefault(ADDRESS_VARIABLE, ""), keyOf(variables));
    }
    var chosen = RegistryChoice.in(call.around().home());
    if (chosen.isPresent()) {
      return remote(chosen.get().address(), chosen.get().apiKey());
    }
    var scheme = URI.create(call.config().api()).getScheme();
    var own = URI.create(scheme + "://" + call.client().engine().registry());
    return at(LOCAL, own, call.config().apiKey());
  }

  private static String keyOf(Map<String, String> variables) {
    var key = variables.getOrDefault(KEY_VARIABLE, "");
    if (key.isEmpty()) {
      throw CommandFailed.because(
          "There is no key for the registry",
          ADDRESS_VARIABLE + " is set, and " + KEY_VARIABLE + " is not",
          "set both, or none to work with the engine's own registry");
    }
    return key;
  }

  static Target remote(String address, String key) {
    return at("remote", address(address), key);
  }

  private static Target at(String region, URI address, String key) {
    return new Target(region, address.getRawAuthority(), key, RegistryClient.at(address, key));
  }

  /// Reads `registry.example:5000`, with or without a scheme: without one it is plain HTTP on this
  /// machine and HTTPS elsewhere.
  static URI address(String text) {
    try {
      var address = URI.create(text.contains("://") ? text : "https://" + text);
      boolean whole = address.getRawPath().isEmpty() || address.getRawPath().equals("/");
      if (whole && address.getHost() != null && address.getScheme().matches("https?")) {
        boolean plain = !text.contains("://") && isThisMachine(address.getHost());
        return URI.create((plain ? "http" : address.getScheme()) + "://" + address.getAuthority());
      }
    } catch (IllegalArgumentException notAnAddress) {
      // said below
    }
    throw CommandFailed.misused(
        "'"
            + text
            + "' is not the address of a registry; it needs to look like localhost:5000 or"
            + " https://registry.example");
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }

  /// The full name of an image in this registry, whose host may have been left out.
  Reference image(String text) {
    try {
      return Reference.parse(name + "/" + withoutHost(text));
    } catch (InvalidName e) {
      throw CommandFailed.misused(
          "'" + text + "' cannot be the name of an image: " + e.getMessage());
    }
  }

  /// The same, for what needs to be named by a tag.
  Reference tagged(String text) {
    if (text.contains("@") || text.lastIndexOf(':') <= text.lastIndexOf('/')) {
      throw CommandFailed.misused("'" + text + "' has no tag; write it as REPOSITORY:TAG");
    }
    return image(text);
  }

  /// `shop/cart` for both `shop/cart` and `localhost:5000/shop/cart`.
  String withoutHost(String text) {
    int slash = text.indexOf('/');
    var first = slash < 0 ? "" : text.substring(0, slash);
    if (!first.contains(".") && !first.contains(":") && !first.equals("localhost")) {
      return text;
    }
    if (!isCalled(first)) {
      throw CommandFailed.because(
          "'" + text + "' is not in the registry " + name,
          "this command works with " + name + " only",
          "leave the host out, or choose the other registry with 'windlass cr region-set "
              + first
              + "'");
    }
    return text.substring(slash + 1);
  }

  private boolean isCalled(String host) {
    return host.equals(name) || isAlias(URI.create("http://" + host), URI.create("http://" + name));
  }

  private static boolean isAlias(URI one, URI other) {
    return one.getPort() == other.getPort()
        && one.getHost() != null
        && other.getHost() != null
        && isThisMachine(one.getHost())
        && isThisMachine(other.getHost());
  }
}
