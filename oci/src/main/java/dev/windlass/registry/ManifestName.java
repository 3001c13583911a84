// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Reference;
import dev.windlass.image.Repository;

/// How a request names a manifest: by a tag or by its digest.
sealed interface ManifestName {
  record Tag(String tag) implements ManifestName {
    static Tag parse(String text) {
      try {
        var rule = new Reference.Tagged(new Repository("registry", "any"), text);
        return new Tag(rule.tag());
      } catch (InvalidName e) {
        throw Rejected.because(ErrorCode.TAG_INVALID, e);
      }
    }
  }

  record ByDigest(Digest digest) implements ManifestName {}

  /// Tags have no colons, digests have one.
  static ManifestName parse(String text) {
    return text.contains(":") ? new ByDigest(Request.digest(text)) : Tag.parse(text);
  }
}
