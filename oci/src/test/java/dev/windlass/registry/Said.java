// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.List;

/// A request as it goes over the wire, one character for each byte.
record Said(String method, String target, List<String> headers, String body) {
  /// All of it, and that this is all.
  String text() {
    return head(body.length()) + body;
  }

  /// The same by somebody who goes away before the end.
  String cut() {
    return head(body.length() + 7) + body;
  }

  private String head(int length) {
    var lines = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    headers.forEach(header -> lines.append(header).append("\r\n"));
    return lines + "Connection: close\r\nContent-Length: " + length + "\r\n\r\n";
  }
}
