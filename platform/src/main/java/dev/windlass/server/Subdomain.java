// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ProjectPrototype;
import dev.windlass.engine.Observations.ProjectObserved;
import dev.windlass.engine.Resource;
import java.util.List;

/// Makes up what a project is called in host names.
final class Subdomain {
  private static final int LENGTH = 11;

  private Subdomain() {}

  static String otherThan(List<Resource<ProjectPrototype, ProjectObserved>> projects) {
    while (true) {
      String name = RandomText.letter() + RandomText.of(LENGTH - 1);
      if (projects.stream().noneMatch(p -> p.observed().subdomain().equals(name))) {
        return name;
      }
    }
  }
}
