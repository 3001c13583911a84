// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.Optional;

/// For which image the network is asked, who we are while we do, and where it is written down.
///
/// @param image by its name at the place that is asked, which may be a mirror
record Asking(Reference image, Credentials credentials, Steps steps) {
  Repository repository() {
    return image.repository();
  }

  Optional<Credential> credential() {
    return credentials.at(repository()).map(Credentials.Entry::credential);
  }

  Optional<Identity> identity() {
    return credentials
        .at(repository())
        .map(entry ->
            new Identity(credentials.secret(), entry.key(), entry.credential().username()));
  }

  /// The same as a part of a step.
  Asking in(Steps step) {
    return new Asking(image, credentials, step);
  }

  /// The same at another place.
  Asking of(Reference other) {
    return new Asking(other, credentials, steps);
  }

  /// The same as anybody.
  Asking anonymously() {
    return new Asking(image, Credentials.NONE, steps);
  }
}
