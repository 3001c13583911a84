// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.List;

/// Some of the tags of a repository, in the registry's own order.
///
/// @param more whether the registry has others after these
public record TagPage(List<String> tags, boolean more) {
  public TagPage {
    tags = List.copyOf(tags);
  }
}
