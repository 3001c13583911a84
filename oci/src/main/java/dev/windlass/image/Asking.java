// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.List;
import java.util.Optional;

/// For which image the network is asked, and who we are while we do.
///
/// @param image by its name at the place that is asked, which may be a mirror
record Asking(Reference image, Credentials credentials) {
  Repository repository() {
    return image.repository();
  }

  Optional<Credential> credential() {
    return credentials.at(repository().host());
  }

  List<String> secretHosts() {
    return credentials.byHost().keySet().stream().sorted().toList();
  }
}
