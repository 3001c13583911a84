// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import dev.windlass.image.Failure;
import java.util.Optional;

/// Sentences that users of Code Engine search for, word for word, where it has one for a cause and
/// ours says it in other words.
public final class PageWords {
  private PageWords() {}

  public static Optional<String> of(Failure failure) {
    return switch (Cause.of(failure)) {
      case DIGEST_ABSENT ->
          Optional.of(
              "Unable to pull the image. Image \"%s\" does not exist in the registry namespace. Check your registry repository and tag. If the image exists in the repository, check whether the specified tag points to the correct image digest."
                  .formatted(failure.image()));
      default -> Optional.empty();
    };
  }
}
