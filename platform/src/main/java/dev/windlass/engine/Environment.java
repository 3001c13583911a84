// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.EnvVar;
import java.util.List;
import java.util.Map;

/// The environment variables that somebody set on a workload, with every reference looked up, or
/// what is missing for that.
///
/// A variable that is set by its name wins over one that came with a whole secret or config map;
/// within either kind the last one wins.
public sealed interface Environment {
  /// All is there.
  record Complete(Map<String, String> variables) implements Environment {
    public Complete {
      variables = Map.copyOf(variables);
    }

    /// Only the names: the values may come from secrets.
    @Override
    public String toString() {
      return "Complete" + variables.keySet();
    }
  }

  /// @param what one sentence for each thing that is not there
  record Missing(List<String> what) implements Environment {
    public Missing {
      what = List.copyOf(what);
    }
  }

  static Environment of(Store store, String project, List<EnvVar> wanted) {
    var reading = new EnvironmentReading(store, project);
    wanted.forEach(reading::add);
    return reading.result();
  }
}
