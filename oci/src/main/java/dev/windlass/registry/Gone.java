// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;

/// The client went away, or the way to it broke, while it was sending.
final class Gone extends IOException {
  private static final long serialVersionUID = 1;

  Gone(IOException cause) {
    super("the client went away", cause);
  }
}
