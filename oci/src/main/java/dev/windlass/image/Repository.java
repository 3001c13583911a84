// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.util.regex.Pattern;

/// Where images of one kind are kept: `icr.io/codeengine/hello`.
public record Repository(String host, String path) {
  private static final Pattern PATH =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(:[0-9]{1,5})?");
  private static final int MOST_CHARACTERS = 255;

  public Repository {
    if (!HOST.matcher(host).matches()) {
      throw new InvalidName("registry host", host, "needs to look like icr.io or localhost:5000");
    }
    if (path.length() > MOST_CHARACTERS) {
      throw new InvalidName("repository", path, "is longer than " + MOST_CHARACTERS);
    }
    if (!PATH.matcher(path).matches()) {
      throw new InvalidName(
          "repository", path, "may hold only a-z, 0-9 and single . _ - / between");
    }
  }

  /// Reads what people type. Like `docker pull`, `nginx` is `docker.io/library/nginx`.
  public static Repository parse(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
      return new Repository(first, text.substring(slash + 1));
    }
    return new Repository("docker.io", slash < 0 ? "library/" + text : text);
  }

  @Override
  public String toString() {
    return host + "/" + path;
  }
}
