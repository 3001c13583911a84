// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnknownHostException;

/// Nobody answered, or not to the end.
public final class Unreachable extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  private final URI address;
  private final String why;

  Unreachable(URI address, IOException cause) {
    super(cause);
    this.address = address;
    this.why = words(cause);
  }

  private static String words(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return "nobody knows the name " + cause.getMessage();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /// Who was asked.
  public URI address() {
    return address;
  }

  /// What the network said.
  public String why() {
    return why;
  }
}
