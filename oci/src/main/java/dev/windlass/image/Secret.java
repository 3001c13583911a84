// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// A password or token. It prints as dots, so that no log line or error message can give it away.
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "••••";
  }
}
