// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;

/// How people write a port: `8080`, or with its protocol `h2c:8080` or `http1:8080`.
final class PortForm {
  private static final List<String> PROTOCOLS = List.of("h2c", "http1");

  private PortForm() {}

  /// The number. The protocol is checked, but the engine finds out by itself which one it is.
  static int parse(String text) {
    int colon = text.indexOf(':');
    if (colon >= 0 && !PROTOCOLS.contains(text.substring(0, colon))) {
      throw wrong(text);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port < 1 || port > 65535) {
        throw wrong(text);
      }
      return port;
    } catch (NumberFormatException notANumber) {
      throw wrong(text);
    }
  }

  private static CommandFailed wrong(String text) {
    return CommandFailed.misused(
        "--port is '"
            + text
            + "', needs to be a number from 1 to 65535, with h2c: or http1: before it or not");
  }
}
