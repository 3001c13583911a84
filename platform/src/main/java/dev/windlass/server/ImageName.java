// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.ImageService.Kept;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What somebody calls an image that is here: by a name, a digest, or the beginning of one.
record ImageName(String text) {
  private static final Pattern BEGINNING = Pattern.compile("(sha256:|sha512:)?[0-9a-f]{4,128}");
  private static final int SHOWN = 12;

  /// The one that is meant; refused when it is none, or could be several.
  Kept among(List<Kept> images) {
    var named = images.stream().filter(kept -> name(kept).isPresent()).toList();
    var found = named.isEmpty() ? images.stream().filter(this::isDigestOf).toList() : named;
    if (found.isEmpty()) {
      throw Refused.notFound(
          "Image %s is not on this machine; GET /v2/images lists those that are"
              .formatted(Shown.of(text)));
    }
    if (found.size() > 1) {
      throw Refused.conflict(
          "ambiguous_name",
          "%s could be any of %s; give more of the digest"
              .formatted(
                  Shown.of(text),
                  String.join(", ", found.stream().map(ImageName::brief).toList())));
    }
    return found.getFirst();
  }

  private static String brief(Kept kept) {
    return kept.image().digest().hex().substring(0, SHOWN);
  }

  /// The name of an image that was given; empty when it was called by its digest.
  Optional<Reference> name(Kept kept) {
    return reference().filter(kept.image().names()::contains);
  }

  private boolean isDigestOf(Kept kept) {
    var digest = kept.image().digest();
    return (BEGINNING.matcher(text).matches()
            && (digest.hex().startsWith(text) || digest.toString().startsWith(text)))
        || reference()
            .filter(
                name -> name instanceof Reference.Pinned pinned && pinned.digest().equals(digest))
            .isPresent();
  }

  private Optional<Reference> reference() {
    try {
      return Optional.of(Reference.parse(text));
    } catch (InvalidName e) {
      return Optional.empty();
    }
  }
}
