// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import static java.util.stream.Collectors.joining;

import dev.windlass.image.Digest;
import dev.windlass.image.Failure;
import dev.windlass.image.Platform;
import dev.windlass.image.Reference;
import dev.windlass.image.Refusal;

/// The words for images that are not there, and for those that are and cannot be used.
final class ContentWords {
  private ContentWords() {}

  static Words absent(Reference image) {
    return switch (image) {
      case Reference.Tagged(var repository, var tag) ->
          new Words(
              "the repository has no tag '%s'".formatted(tag),
              "%s knows the repository %s, but no tag '%s' in it"
                  .formatted(repository.host(), repository.path(), tag),
              "see which tags there are: skopeo list-tags docker://" + repository);
      case Reference.Pinned(var repository, var digest) ->
          new Words(
              "the repository does not have this digest",
              "it was deleted, or another image was pushed under its tag and retention took the old"
                  + " one; this revision is pinned to "
                  + digest.brief(),
              "make a revision of what the tag names now: windlass app update --name APP --image "
                  + repository
                  + ":TAG");
    };
  }

  static Words noRepository(Reference image, Refusal refusal) {
    return new Words(
        "there is no such repository",
        "%s answers, and knows no repository %s: %s"
            .formatted(PullWords.host(image), image.repository().path(), PullWords.answer(refusal)),
        "check the spelling, the namespace and the region of " + image.repository());
  }

  static Words noImage(Reference image, Refusal refusal) {
    return new Words(
        "there is no such repository, or no such tag in it",
        "%s does not say which: it answers %s to both"
            .formatted(PullWords.host(image), PullWords.answer(refusal)),
        "check the spelling of %s; what is there: skopeo list-tags docker://%s"
            .formatted(image, image.repository()));
  }

  static Words lost(Reference image, Digest part, Refusal refusal) {
    return new Words(
        "the registry has lost a part of it",
        "%s has the image, and answers %s to its part %s"
            .formatted(PullWords.host(image), PullWords.answer(refusal), part.brief()),
        "push it once more, which uploads what is missing: podman push " + PullWords.tag(image));
  }

  static Words wrongPlatform(Failure.WrongPlatform failure) {
    var there = failure.offered().stream().map(Platform::toString).collect(joining(", "));
    return new Words(
        "it does not run on " + failure.wanted(),
        "it was built for " + (there.isEmpty() ? "nothing that it names" : there),
        "build it for this machine: podman build --platform %s --tag %s ."
            .formatted(failure.wanted(), PullWords.tag(failure.image())));
  }

  static Words unsupported(Failure.Unsupported failure) {
    var type = failure.mediaType().isEmpty() ? "something without a type" : failure.mediaType();
    var tag = PullWords.tag(failure.image());
    return switch (failure.kind()) {
      case MANIFEST ->
          new Words(
              "its manifest is of a kind that nobody knows",
              "it is " + type,
              "build it again as an image: podman build --tag %s .".formatted(tag));
      case SCHEMA_1 ->
          new Words(
              "it is too old: its manifest is of schema 1",
              "registries and clients have given that up in favour of schema 2 and OCI",
              "push it anew with any tool of today: podman build --tag %1$s . && podman push %1$s"
                  .formatted(tag));
      case ARTIFACT ->
          new Words(
              "it is nothing that can be run",
              "it is an artifact: its configuration is " + type,
              "name an image; what this is: skopeo inspect --raw docker://" + failure.image());
      case LAYER ->
          new Words(
              "one of its layers is of a kind that cannot be unpacked",
              "it is " + type,
              "push it with plain layers, not encrypted ones: podman push --compression-format gzip "
                  + tag);
    };
  }

  static Words broken(Failure.BrokenDocument failure) {
    var again =
        "build and push it again: podman build --tag %1$s . && podman push %1$s"
            .formatted(PullWords.tag(failure.image()));
    return switch (failure.defect()) {
      case MANIFEST ->
          new Words("its manifest cannot be read", "it was pushed so: " + failure.detail(), again);
      case MANIFEST_TOO_BIG ->
          new Words(
              "its manifest is bigger than any may be",
              "it was pushed so: " + failure.detail(),
              again);
      case CONFIG ->
          new Words(
              "its configuration cannot be read", "it was pushed so: " + failure.detail(), again);
      case LAYERS ->
          new Words(
              "its manifest and its configuration tell of different layers",
              "it was pushed so: " + failure.detail(),
              again);
    };
  }

  static Words corrupt(Failure.Corrupt failure) {
    return new Words(
        "bytes arrived that are not its own",
        "asked for %s and received %s".formatted(failure.wanted(), failure.received()),
        "it is tried again by itself; if it stays, push the image once more: podman push "
            + PullWords.tag(failure.image()));
  }

  static Words badLayer(Failure.BadLayer failure) {
    var tag = PullWords.tag(failure.image());
    var again =
        "build and push it again: podman build --tag %1$s . && podman push %1$s".formatted(tag);
    var why = "layer %s: %s".formatted(failure.layer(), failure.detail());
    return switch (failure.flaw()) {
      case BROKEN -> new Words("one of its layers cannot be unpacked", why, again);
      case OTHER_CONTENT ->
          new Words("one of its layers is not the one that its configuration tells of", why, again);
      case TOO_BIG ->
          new Words(
              "one of its layers unpacks to far too much",
              why,
              "do not run it unless you know who built it; to look into it without unpacking: skopeo inspect docker://"
                  + failure.image());
      case ESCAPES ->
          new Words(
              "one of its layers wants to write outside of the image",
              why,
              "do not run it: no tool builds such a layer by accident; ask whoever pushed "
                  + failure.image());
    };
  }
}
