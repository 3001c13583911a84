// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is to be looked at: `app/web`, `secret/hub`, the reference of an image, or, with an empty
/// text, everything. An image on Docker Hub whose first part is one of the kinds is written with
/// its host: `docker.io/app/web`.
public record Target(Kind kind, String name) {
  private static final Pattern RESOURCE = Pattern.compile("([a-z]+)/([^/:@]+)");

  /// What it is.
  public enum Kind {
    APP,
    REVISION,
    JOB,
    JOBRUN,
    SECRET,
    IMAGE,
    EVERYTHING;

    /// As it is written for people and programs: `jobrun`.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Target EVERYTHING = new Target(Kind.EVERYTHING, "");

  public static Target parse(String text) {
    if (text.isEmpty()) {
      return EVERYTHING;
    }
    var parts = RESOURCE.matcher(text);
    return parts.matches()
        ? kind(parts.group(1))
            .map(kind -> new Target(kind, parts.group(2)))
            .orElseGet(() -> new Target(Kind.IMAGE, text))
        : new Target(Kind.IMAGE, text);
  }

  private static Optional<Kind> kind(String word) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind != Kind.IMAGE && kind != Kind.EVERYTHING)
        .filter(kind -> kind.toString().equals(word))
        .findFirst();
  }

  @Override
  public String toString() {
    return switch (kind) {
      case APP, REVISION, JOB, JOBRUN, SECRET -> kind + "/" + name;
      case IMAGE, EVERYTHING -> name;
    };
  }
}
