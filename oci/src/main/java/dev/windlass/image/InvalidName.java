// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// A name that somebody typed is not one. The message quotes it, says which rule it breaks, and is
/// fit to show to that person as it stands.
public final class InvalidName extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidName(String kind, String text, String broken) {
    super("'%s' is not a %s: it %s".formatted(text, kind, broken));
  }
}
