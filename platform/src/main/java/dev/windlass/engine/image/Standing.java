// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import dev.windlass.api.Drift;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Reference;
import dev.windlass.image.Resolution;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// How an image that is pinned stands at its source. Judges what was asked, and asks nothing.
///
/// @param image as the revision names it, with a tag or not
/// @param tag what the registry says of the tag; empty when there is none
/// @param digest what it says of the pinned digest; empty when nobody had to ask
record Standing(
    Reference.Pinned pinned,
    Reference image,
    Optional<Resolution> tag,
    Optional<Resolution> digest) {
  private static final Set<Cause> ABSENT =
      EnumSet.of(
          Cause.TAG_ABSENT, Cause.DIGEST_ABSENT, Cause.REPOSITORY_ABSENT, Cause.IMAGE_ABSENT);

  /// Whether the tag says enough, so that the digest need not be asked for.
  static boolean isCurrent(Reference.Pinned pinned, Resolution tag) {
    return tag instanceof Resolution.Resolved(var now) && now.digest().equals(pinned.digest());
  }

  /// @param before what was seen the last time
  Drift drift(Optional<Drift> before, Instant now) {
    var state = state();
    var since = before.filter(old -> old.state().equals(state)).map(Drift::since);
    return new Drift(
        state,
        image.toString(),
        pinned.digest().toString(),
        moved().map(Digest::toString).orElse(null),
        now.toString(),
        since.orElse(now.toString()),
        words(state));
  }

  private String state() {
    if (tag.filter(answer -> isCurrent(pinned, answer)).isPresent()) {
      return "current";
    }
    if (digest.filter(Standing::isAbsent).isPresent()) {
      return "digest_gone";
    }
    if (digest.filter(answer -> answer instanceof Failure).isPresent()) {
      return "unknown";
    }
    return tag.map(Standing::ofTag).orElse("current");
  }

  private static String ofTag(Resolution tag) {
    return switch (tag) {
      case Resolution.Resolved _ -> "tag_moved";
      case Failure _ -> isAbsent(tag) ? "untagged" : "unknown";
    };
  }

  private static boolean isAbsent(Resolution answer) {
    return answer instanceof Failure failure && ABSENT.contains(Cause.of(failure));
  }

  private Optional<Digest> moved() {
    return tag.flatMap(answer ->
        answer instanceof Resolution.Resolved(var now)
            ? Optional.of(now.digest())
            : Optional.empty());
  }

  private String words(String state) {
    var host = image.repository().host();
    var brief = pinned.digest().brief();
    return switch (state) {
      case "tag_moved" ->
          "the tag '%s' names %s now, and no longer %s, which this revision goes on with"
              .formatted(image.name(), moved().map(Digest::brief).orElse(""), brief);
      case "untagged" ->
          "the tag '%s' is gone from %s; a clean-up there may take %s, which is kept here"
              .formatted(image.name(), host, brief);
      case "digest_gone" -> "%s has lost %s, which is kept here".formatted(host, brief);
      case "unknown" ->
          "could not be found out: " + failure().map(Diagnosis::of).map(Diagnosis::line).orElse("");
      default -> "%s has %s".formatted(host, brief);
    };
  }

  private Optional<Failure> failure() {
    return digest
        .or(() -> tag)
        .flatMap(answer -> answer instanceof Failure failure ? Optional.of(failure) : tagFailure());
  }

  private Optional<Failure> tagFailure() {
    return tag.flatMap(
        answer -> answer instanceof Failure failure ? Optional.of(failure) : Optional.empty());
  }
}
