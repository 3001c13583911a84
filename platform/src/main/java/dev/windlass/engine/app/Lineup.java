// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.api.TrafficPrototype;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The parts that the revisions of one app play.
///
/// @param newest the one to get ready
/// @param serving the newest that was ever ready; requests go to it, unless they are split
/// @param sharing which get requests
/// @param idle those that neither get requests nor are to be got ready, the newest first
record Lineup(
    Optional<Revision> newest, Optional<Revision> serving, Sharing sharing, List<Revision> idle) {
  static Lineup of(List<Revision> revisions, Optional<TrafficPrototype> traffic) {
    var sorted = new ArrayList<>(revisions);
    sorted.sort(Comparator.comparingInt(Revision::number).reversed());
    var newest = sorted.stream().findFirst();
    var serving = sorted.stream().filter(Revision::wasReady).findFirst();
    var sharing = Sharing.of(traffic, serving.or(() -> newest), sorted);
    var lineup = new Lineup(newest, serving, sharing, List.of());
    sorted.removeAll(lineup.active());
    return new Lineup(newest, serving, sharing, List.copyOf(sorted));
  }

  /// Those that have instances; those that get requests first.
  List<Revision> active() {
    return Stream.concat(
            sharing.revisions().stream(), newest.filter(revision -> !revision.wasReady()).stream())
        .distinct()
        .toList();
  }

  /// Those that nothing needs any more. One is kept to look at.
  List<Revision> spent() {
    return idle.stream()
        .filter(revision -> !newest.equals(Optional.of(revision)))
        .filter(revision -> !serving.equals(Optional.of(revision)))
        .skip(1)
        .toList();
  }
}
