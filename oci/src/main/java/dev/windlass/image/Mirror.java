// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.Optional;

/// Another place for the images of a registry, which is asked before it:
/// `icr.io=localhost:5000/hub`. The images keep their well-known names.
///
/// @param of what it stands for: a registry host, or one with the beginning of a path,
///   `icr.io/codeengine`
/// @param at what to ask instead: a host, with or without a path
/// @param only whether the registry itself is never asked
public record Mirror(String of, String at, boolean only) {
  private static final String ONLY = ",only";

  public Mirror {
    check(of);
    check(at);
  }

  private static void check(String place) {
    var host = host(place);
    if (!host.contains(".") && !host.contains(":") && !host.equals("localhost")) {
      throw broken(place, "needs a registry host in front, such as icr.io or localhost:5000");
    }
    var _ = new Repository(host, path(place).isEmpty() ? "any" : path(place));
  }

  private static InvalidName broken(String text, String how) {
    return new InvalidName("registry mirror", text, how);
  }

  /// Reads `icr.io=localhost:5000/hub`; with `,only` at the end the registry itself is never asked.
  /// Throws [InvalidName].
  public static Mirror parse(String text) {
    boolean only = text.endsWith(ONLY);
    var parts = (only ? text.substring(0, text.length() - ONLY.length()) : text).split("=", -1);
    if (parts.length != 2) {
      throw broken(text, "needs to look like icr.io=localhost:5000/hub");
    }
    return new Mirror(parts[0], parts[1], only);
  }

  private static String host(String place) {
    return place.split("/", 2)[0];
  }

  private static String path(String place) {
    var parts = place.split("/", 2);
    return parts.length == 2 ? parts[1] : "";
  }

  /// Where the images of a repository are here; empty when this mirror does not have them.
  Optional<Repository> place(Repository repository) {
    var name = repository.toString();
    if (!name.equals(of) && !name.startsWith(of + "/")) {
      return Optional.empty();
    }
    var there = at + name.substring(of.length());
    try {
      return Optional.of(new Repository(host(there), path(there)));
    } catch (InvalidName e) {
      return Optional.empty(); // too long for any registry, or no name is left
    }
  }

  /// As it is written.
  @Override
  public String toString() {
    return of + "=" + at + (only ? ONLY : "");
  }
}
