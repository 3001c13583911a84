// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ColdStart;
import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Histogram;
import dev.windlass.engine.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// How long an app took to wake, as it is answered: over all revisions that get requests.
record ColdStartView(Site site) {
  private static final List<String> WAKES = List.of("frozen", "created", "cold");

  /// In the order in which they happen.
  private static final List<String> PHASES =
      List.of("resolve", "mount", "create", "network", "start", "probe", "first_byte");

  /// Nothing when it never started or woke since the engine began.
  Optional<Map<String, Object>> of(Key app) {
    var loads = site.driver().loads().stream().filter(load -> load.app().equals(app)).toList();
    var wakes = took(loads, WAKES, AppLoad::wakes);
    var phases = took(loads, PHASES, AppLoad::phases);
    return wakes.isEmpty() && phases.isEmpty()
        ? Optional.empty()
        : Optional.of(Typed.map(new ColdStart(wakes, phases)));
  }

  private static List<ColdStart.Took> took(
      List<AppLoad> loads, List<String> names, Function<AppLoad, Map<String, Histogram>> of) {
    var all = new ArrayList<ColdStart.Took>();
    for (var name : names) {
      var histograms =
          loads.stream().flatMap(load -> Stream.ofNullable(of.apply(load).get(name))).toList();
      long count = histograms.stream().mapToLong(Histogram::count).sum();
      if (count > 0) {
        double sum = histograms.stream().mapToDouble(Histogram::sum).sum();
        all.add(new ColdStart.Took(name, count, Math.round(sum / count * 1e6) / 1e6));
      }
    }
    return all;
  }
}
