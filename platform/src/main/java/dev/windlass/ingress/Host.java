// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.util.Locale;

/// A host as requests name it, seen from where they come: the same name may lead elsewhere, or
/// nowhere, for others.
///
/// @param zone where requests come from: [#PUBLIC], or what an [Entrance] says
/// @param name in lower case, without port
public record Host(String zone, String name) {
  /// Where everybody is.
  public static final String PUBLIC = "";

  public Host {
    name = name.toLowerCase(Locale.ROOT);
  }

  /// As everybody names it.
  public static Host of(String name) {
    return new Host(PUBLIC, name);
  }
}
