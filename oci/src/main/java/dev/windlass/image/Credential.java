// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

/// Who we are at one registry.
///
/// @param password or the token in its place
/// @param isIdentityToken whether that is what `docker login` got from a token server, which only
///   that one understands
public record Credential(String username, Secret password, boolean isIdentityToken) {
  public Credential(String username, Secret password) {
    this(username, password, false);
  }
}
