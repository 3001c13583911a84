// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import java.util.List;
import java.util.Optional;

/// What came of the questions that were asked after a pull had failed. What is empty was not asked,
/// or brought nothing.
///
/// @param believed whether the login is good when nothing is asked for
/// @param open whether anybody may have the image
/// @param behind what is wrong besides, as anybody is told
/// @param tags of the repository, when they may be listed
/// @param tagNow what the tag names now that the workload named
/// @param other the registry secret with which it would work
record Answers(
    Optional<Boolean> believed,
    Optional<Boolean> open,
    Optional<Failure> behind,
    Optional<List<String>> tags,
    Optional<Digest> tagNow,
    Optional<String> other) {
  static final Answers NONE =
      new Answers(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  Answers believed(boolean answer) {
    return new Answers(Optional.of(answer), open, behind, tags, tagNow, other);
  }

  Answers open(boolean answer) {
    return new Answers(believed, Optional.of(answer), behind, tags, tagNow, other);
  }

  Answers behind(Failure failure) {
    return new Answers(believed, open, Optional.of(failure), tags, tagNow, other);
  }

  Answers tags(List<String> listed) {
    return new Answers(believed, open, behind, Optional.of(List.copyOf(listed)), tagNow, other);
  }

  Answers tagNow(Digest digest) {
    return new Answers(believed, open, behind, tags, Optional.of(digest), other);
  }

  Answers other(String secret) {
    return new Answers(believed, open, behind, tags, tagNow, Optional.of(secret));
  }
}
