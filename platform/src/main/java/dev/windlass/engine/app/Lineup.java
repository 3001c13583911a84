// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The parts that the revisions of one app play.
///
/// @param newest the one to get ready
/// @param serving the newest that was ever ready; requests go to it
/// @param idle all others, the newest first
record Lineup(Optional<Revision> newest, Optional<Revision> serving, List<Revision> idle) {
  static Lineup of(List<Revision> revisions) {
    var sorted = new ArrayList<>(revisions);
    sorted.sort(Comparator.comparingInt(Revision::number).reversed());
    var newest = sorted.stream().findFirst();
    var serving = sorted.stream().filter(Revision::wasReady).findFirst();
    newest.ifPresent(sorted::remove);
    serving.ifPresent(sorted::remove);
    return new Lineup(newest, serving, List.copyOf(sorted));
  }

  /// Those that have instances; the serving one first.
  List<Revision> active() {
    return Stream.concat(serving.stream(), newest.stream()).distinct().toList();
  }
}
