// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Credentials;
import dev.windlass.image.Reference;

/// An image to be looked at, and who asks for it.
///
/// @param target as people name it: `app/web`, or the image itself
public record Patient(String target, Reference image, Credentials credentials, Depth depth) {
  /// How far to go.
  public enum Depth {
    /// As far as the manifest and the configuration: nothing is brought here but these.
    DOCUMENTS,
    /// As far as a pull goes: all of it is brought here.
    ALL
  }
}
