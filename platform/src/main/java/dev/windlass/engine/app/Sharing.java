// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.TrafficPrototype;
import dev.windlass.api.TrafficTarget;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which revisions of an app get requests.
///
/// @param split whether somebody has said so; if not, all go to the latest that was ready
/// @param weights how much of those for the app's own address
/// @param tags those that have an address of their own, by tag
record Sharing(boolean split, Map<Revision, Integer> weights, Map<String, Revision> tags) {
  /// What is said of revisions that are gone counts for nothing; when nothing is left, the latest
  /// gets all.
  ///
  /// @param latest the one that gets all while nobody has split anything
  static Sharing of(
      Optional<TrafficPrototype> traffic, Optional<Revision> latest, List<Revision> all) {
    var weights = new LinkedHashMap<Revision, Integer>();
    var tags = new LinkedHashMap<String, Revision>();
    var targets = traffic.map(TrafficPrototype::traffic).orElse(List.of());
    for (var target : targets) {
      named(target, latest, all)
          .ifPresent(revision -> {
            if (target.share() > 0) {
              weights.merge(revision, target.share(), Integer::sum);
            }
            if (target.tag() != null) {
              tags.put(target.tag(), revision);
            }
          });
    }
    if (weights.isEmpty()) {
      latest.ifPresent(revision -> weights.put(revision, 100));
    }
    boolean split = targets.stream().anyMatch(t -> !t.latest() || t.tag() != null);
    return new Sharing(split, weights, tags);
  }

  private static Optional<Revision> named(
      TrafficTarget target, Optional<Revision> latest, List<Revision> all) {
    return target.latest()
        ? latest
        : all.stream().filter(one -> one.name().equals(target.revisionName())).findFirst();
  }

  /// All that get any.
  Collection<Revision> revisions() {
    var all = new LinkedHashSet<>(weights.keySet());
    all.addAll(tags.values());
    return all;
  }
}
