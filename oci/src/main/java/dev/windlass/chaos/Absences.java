// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.Digest;
import dev.windlass.image.Platform;

/// Names that lead nowhere, and images of which a part is gone.
final class Absences {
  private static final Digest BEFORE = Digest.of("what the tag meant before".getBytes(UTF_8));
  private static final Answer NO_MANIFEST =
      Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
  private static final Answer NO_NAME =
      Answer.error(404, "NAME_UNKNOWN", "repository name not known to registry");
  private static final Answer NO_BLOB =
      Answer.error(404, "BLOB_UNKNOWN", "blob unknown to registry");

  static final Family FAMILY =
      Family.of(
          "Absences",
          Fault.of(
              "repository-gone",
              "Answers 404 NAME_UNKNOWN to everything in the repository.",
              Cause.REPOSITORY_ABSENT,
              Healthy.REGISTRY
                  .butManifests(_ -> NO_NAME)
                  .butBlobs(_ -> NO_NAME)
                  .butTags(_ -> NO_NAME)),
          Fault.of(
              "tag-gone",
              "Answers 404 MANIFEST_UNKNOWN to the tag; the repository has others, v2 and v1.1.",
              Cause.TAG_ABSENT,
              Healthy.REGISTRY
                  .butManifests(_ -> NO_MANIFEST)
                  .butTags(ask -> Serving.tags(ask.wanted().repository(), "\"v1.1\",\"v2\""))),
          Fault.of(
                  "digest-gone",
                  "Answers 404 MANIFEST_UNKNOWN to the digest; the tag v1 is there and means"
                      + " another.",
                  Cause.DIGEST_ABSENT,
                  Healthy.REGISTRY)
              .asked("@" + BEFORE),
          Fault.of(
              "gone-without-words",
              "Answers 404 and nothing else, to the tag and to the list of tags.",
              Cause.IMAGE_ABSENT,
              Healthy.REGISTRY
                  .butManifests(_ -> Answer.empty(404))
                  .butTags(_ -> Answer.empty(404))),
          Fault.of(
              "layer-gone",
              "Gives the manifest and answers 404 BLOB_UNKNOWN to the layer.",
              Cause.CONTENT_LOST,
              Healthy.butLayer(_ -> NO_BLOB)),
          Fault.of(
              "config-gone",
              "Gives the manifest and answers 404 BLOB_UNKNOWN to the configuration.",
              Cause.CONTENT_LOST,
              Healthy.butConfig(_ -> NO_BLOB)),
          Fault.of(
              "index-child-gone",
              "Gives the index and answers 404 MANIFEST_UNKNOWN to what it offers for this"
                  + " platform.",
              Cause.CONTENT_LOST,
              new Serving(_ ->
                  new Stock()
                      .tagged(
                          Draft.INDEX, Draft.index("pruned".getBytes(UTF_8), Platform.here())))));

  private Absences() {}
}
