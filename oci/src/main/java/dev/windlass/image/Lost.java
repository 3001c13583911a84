// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;

/// The network broke while an answer was being read. A type of its own, because whoever reads a
/// layer also writes to a disk.
final class Lost extends IOException {
  private static final long serialVersionUID = 1;
  private final IOException why;

  Lost(IOException why) {
    super(why.getMessage(), why);
    this.why = why;
  }

  IOException why() {
    return why;
  }
}
