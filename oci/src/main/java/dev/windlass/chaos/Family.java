// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.List;

/// Faults that belong together, under a heading.
public record Family(String title, List<Fault> faults) {
  public Family {
    faults = List.copyOf(faults);
  }

  /// All of them, in the order in which a pull would meet them.
  public static List<Family> all() {
    return List.of(
        Ports.FAMILY,
        Tls.FAMILY,
        Pages.FAMILY,
        Tokens.FAMILY,
        Access.FAMILY,
        Vendors.FAMILY,
        Quotas.FAMILY,
        RateLimits.FAMILY,
        Outages.FAMILY,
        Absences.FAMILY,
        Documents.FAMILY,
        Redirects.FAMILY,
        Transfers.FAMILY,
        Layers.FAMILY);
  }

  static Family of(String title, Fault... faults) {
    return new Family(title, List.of(faults));
  }
}
