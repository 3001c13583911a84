// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Leads the requests of the shared port to their faults, by the first part of the repository.
final class Signpost implements Behaviour {
  private static final String AUTHORITY = "/authority.pem";

  private final Map<String, Behaviour> behaviours = new HashMap<>();
  private final String authority;

  Signpost(List<Fault> faults, String authority) {
    this.authority = authority;
    for (var fault : faults) {
      if (fault.place() instanceof Place.Path(var behaviour)) {
        behaviours.put(fault.name(), behaviour);
      }
    }
  }

  @Override
  public Answer answer(Ask ask) {
    if (ask.path().equals(AUTHORITY)) {
      return Answer.text(200, "application/x-pem-file", authority);
    }
    var name = ask.wanted().name();
    if (name.isEmpty()) {
      return Healthy.REGISTRY.answer(ask);
    }
    return behaviours.getOrDefault(name, Signpost::unknown).answer(ask);
  }

  /// Redirects may come from other ports, and lead to the storage of all.
  private static Answer unknown(Ask ask) {
    return ask.wanted() instanceof Wanted.Elsewhere
        ? Healthy.REGISTRY.answer(ask)
        : unknown(ask.wanted().name());
  }

  private static Answer unknown(String name) {
    return Answer.error(
        404,
        "NAME_UNKNOWN",
        "no fault is called '" + name + "' here; windlass registry-chaos --list shows all");
  }
}
