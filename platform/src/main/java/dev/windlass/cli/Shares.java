// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.App;
import dev.windlass.api.TrafficTarget;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What tables show of how the requests for an app are split.
final class Shares {
  private Shares() {}

  /// How much a revision gets: `90%`, or nothing.
  static String of(App app, String revision) {
    int percent = targets(app, revision).mapToInt(TrafficTarget::share).sum();
    return percent == 0 ? "" : percent + "%";
  }

  /// The tags of a revision.
  static String tags(App app, String revision) {
    return targets(app, revision)
        .flatMap(target -> Stream.ofNullable(target.tag()))
        .collect(Collectors.joining(", "));
  }

  /// Whether none of its requests go to the latest revision, whichever that is.
  static boolean leaveOutTheLatest(App app) {
    return all(app).stream().noneMatch(target -> target.latest() && target.share() > 0);
  }

  private static Stream<TrafficTarget> targets(App app, String revision) {
    var details = app.statusDetails();
    boolean latest = details != null && revision.equals(details.latestReadyRevision());
    return all(app).stream()
        .filter(target -> target.latest() ? latest : revision.equals(target.revisionName()));
  }

  private static List<TrafficTarget> all(App app) {
    var details = app.statusDetails();
    var split = details == null ? null : details.traffic();
    return split == null ? List.of(TrafficTarget.LATEST) : split;
  }
}
