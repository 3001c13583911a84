// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;

/// What a line of a list calls an image: by a repository and a tag, as docker does.
record ImageLabel(String repository, String tag) {
  private static final String NONE = "<none>";
  private static final int BRIEF = 12;

  /// One for each name; one without, when it has lost them all.
  static List<ImageLabel> of(List<String> names, List<String> repositories) {
    if (names.isEmpty()) {
      return List.of(new ImageLabel(repositories.isEmpty() ? NONE : repositories.getLast(), NONE));
    }
    return names.stream().map(ImageLabel::of).toList();
  }

  private static ImageLabel of(String name) {
    int at = name.indexOf('@');
    int colon = name.lastIndexOf(':');
    return at >= 0
        ? new ImageLabel(name.substring(0, at), NONE)
        : new ImageLabel(name.substring(0, colon), name.substring(colon + 1));
  }

  /// `5d962dcc31f7` of `sha256:5d962dcc31f7…`.
  static String brief(String digest) {
    int from = digest.indexOf(':') + 1;
    return digest.substring(from, Math.min(digest.length(), from + BRIEF));
  }

  @Override
  public String toString() {
    return tag.equals(NONE) ? repository : repository + ":" + tag;
  }
}
