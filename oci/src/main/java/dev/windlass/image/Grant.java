// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Instant;
import java.util.Optional;

/// The header that opens one repository for one of us, for some time.
///
/// @param believed whether somebody has checked our credential to make it
record Grant(Secret header, boolean believed, Instant until) {
  /// For whom: one credential, or nobody, at one repository.
  record Holder(Repository repository, Optional<Credential> credential) {
    static Holder of(Asking asking) {
      return new Holder(asking.repository(), asking.credential());
    }
  }
}
