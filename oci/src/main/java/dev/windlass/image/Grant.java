// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Instant;
import java.util.Optional;

/// The header that opens one repository for one of us, for some time.
///
/// @param isPassword whether it is the password itself, and no token
/// @param believed whether somebody has checked our credential to make it
/// @param isProven whether it has opened anything
/// @param since when it was made
record Grant(
    Secret header,
    boolean isPassword,
    boolean believed,
    boolean isProven,
    Instant since,
    Instant until) {
  /// For whom: one credential, or nobody, at one repository.
  record Holder(Repository repository, Optional<Credential> credential) {
    static Holder of(Asking asking) {
      return new Holder(asking.repository(), asking.credential());
    }
  }

  Grant proven() {
    return new Grant(header, isPassword, believed, true, since, until);
  }
}
