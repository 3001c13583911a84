// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import java.util.List;

/// What works, so that whoever cannot pull it knows that it is not the fault they look at.
final class Controls {
  static final List<Fault> ALL =
      List.of(
          Fault.of("healthy", "Nothing is wrong.", Cause.NOTHING, Healthy.REGISTRY),
          Fault.of(
                  "healthy-private",
                  "Nothing is wrong for those who log in.",
                  Cause.NOTHING,
                  Healthy.membersOnly())
              .with(Healthy.LOGIN),
          Fault.at(
              new Place.Socket("https", Tls.serving(Certificates.Kind.GOOD, Healthy.REGISTRY)),
              "healthy-tls",
              "Nothing is wrong for those who trust the kit's authority.",
              Cause.NOTHING));

  private Controls() {}
}
