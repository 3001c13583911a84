// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.LinkedHashMap;
import java.util.Optional;

/// Which tags were said to name which digests lately, for the case that the digest is not there
/// then. Safe to share between threads.
final class Namings {
  private static final int MOST = 256;

  private final LinkedHashMap<String, Reference.Tagged> tags =
      new LinkedHashMap<>(); // guarded by this

  synchronized void say(Reference image, Digest digest) {
    if (image instanceof Reference.Tagged tagged) {
      tags.putLast(key(image.repository(), digest.toString()), tagged);
      if (tags.size() > MOST) {
        tags.pollFirstEntry();
      }
    }
  }

  synchronized Optional<Reference.Tagged> of(Repository repository, String digest) {
    return Optional.ofNullable(tags.get(key(repository, digest)));
  }

  private static String key(Repository repository, String digest) {
    return repository + "@" + digest;
  }
}
