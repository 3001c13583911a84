// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How people write a port: `8080`, or with its protocol `h2c:8080` or `http1:8080`.
///
/// @param name the protocol, if it is said
record PortForm(int number, Optional<String> name) {
  private static final List<String> PROTOCOLS = List.of("h2c", "http1");

  static PortForm parse(String text) {
    int colon = text.indexOf(':');
    var name = colon < 0 ? Optional.<String>empty() : Optional.of(text.substring(0, colon));
    if (!name.map(PROTOCOLS::contains).orElse(true)) {
      throw wrong(text);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port < 1 || port > 65535) {
        throw wrong(text);
      }
      return new PortForm(port, name);
    } catch (NumberFormatException notANumber) {
      throw wrong(text);
    }
  }

  static @Nullable String text(@Nullable Integer number, @Nullable String name) {
    return number == null || name == null
        ? Optional.ofNullable(number).map(String::valueOf).orElse(null)
        : name + ":" + number;
  }

  private static CommandFailed wrong(String text) {
    return CommandFailed.misused(
        "--port is '"
            + text
            + "', needs to be a number from 1 to 65535, with h2c: or http1: before it or not");
  }
}
