// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A try to find out what an image is and to bring it here: all that happened, in order, with what
/// was seen. Holds no secret.
///
/// @param image as it was asked for
/// @param digest what it is pinned to, once that is known
/// @param places that were asked, in this order: mirrors, then the registry itself
/// @param bytes that came over the network
/// @param failure empty when it worked
public record Attempt(
    Reference image,
    Optional<Digest> digest,
    List<Place> places,
    Instant started,
    Duration took,
    List<Step> steps,
    long bytes,
    Optional<Failure> failure) {
  /// Where it was asked, and as whom.
  ///
  /// @param identity empty for anybody
  public record Place(Repository repository, Optional<Identity> identity) {}

  public Attempt {
    places = List.copyOf(places);
    steps = List.copyOf(steps);
  }

  /// The step that ended it, if it failed: of those that failed with what it failed with the
  /// innermost, which is told first.
  public Optional<Step> endedAt() {
    return failure.flatMap(why -> steps.stream().filter(step -> failedWith(step, why)).findFirst());
  }

  private static boolean failedWith(Step step, Failure why) {
    var decisive = why instanceof Failure.Mirrored mirrored ? mirrored.decisive() : why;
    return step.outcome() == Step.Outcome.FAILED
        && Steps.brief(decisive.evidence()).equals(step.seen().get("why"));
  }
}
