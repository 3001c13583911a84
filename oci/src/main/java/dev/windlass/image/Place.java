// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Credentials.NearMiss;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a key of a registry secret stands for: a host, or a host with the beginning of a path.
/// Schemes, the paths of APIs, and the many names of Docker Hub are taken for what they mean; `*`
/// is any one part of a host.
///
/// @param host in lower case, with a port if that is not 443
record Place(String host, String path) {
  static final int FAR = 100;
  private static final int MOST_TYPOS = 2;
  private static final String HUB = "docker.io";
  private static final Set<String> HUBS =
      Set.of(
          "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /// Reads a key as `docker login` and people write it. Never throws: what it does not know fits
  /// nothing.
  static Place parse(String key) {
    var bare = key.strip().replaceFirst("^(?i)https?://", "");
    int slash = bare.indexOf('/');
    var host = slash < 0 ? bare : bare.substring(0, slash);
    var path = slash < 0 ? "" : bare.substring(slash + 1);
    return new Place(host(host), path.replaceFirst("^v[12](/|$)", "").replaceFirst("/+$", ""));
  }

  private static String host(String written) {
    var host = written.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
    return HUBS.contains(host) ? HUB : host;
  }

  boolean covers(Repository repository) {
    return fits(host(repository.host())) && coversPath(repository.path());
  }

  private boolean fits(String other) {
    var ours = host.split("\\.", -1);
    var theirs = other.split("\\.", -1);
    boolean fits = ours.length == theirs.length;
    for (int i = 0; fits && i < ours.length; i++) {
      fits = ours[i].equals("*") || ours[i].equals(theirs[i]);
    }
    return fits;
  }

  private boolean coversPath(String other) {
    return path.isEmpty() || other.equals(path) || other.startsWith(path + "/");
  }

  /// The name of some image here; empty where no single host is meant.
  Optional<Reference> example() {
    try {
      return Optional.of(Reference.parse(host + (path.isEmpty() ? "" : "/" + path) + "/any"));
    } catch (InvalidName e) {
      return Optional.empty();
    }
  }

  /// How much it says; of several that cover the same the one that says most is meant.
  int precision() {
    return 2 * path.length() + (host.contains("*") ? 0 : 1);
  }

  /// How it comes that this does not cover a repository.
  NearMiss miss(String key, Repository repository) {
    var other = host(repository.host());
    var bare = name(host);
    if (fits(other)) {
      return new NearMiss(
          key,
          "it is for what is under %s, and the image is %s".formatted(path, repository.path()),
          1);
    }
    if (bare.equals(name(other))) {
      return new NearMiss(
          key, "it has another port: %s, and the image is on %s".formatted(host, other), 3);
    }
    if (name(other).equals(name(mended(key)))) {
      return new NearMiss(key, "it is not how a host is written", 2);
    }
    if (LOOPBACK.containsAll(List.of(bare, name(other)))) {
      return new NearMiss(
          key,
          "it is another name of this machine than %s, and has to be the same".formatted(other),
          4);
    }
    var words = "it is for %s, and the image is on %s".formatted(host, other);
    return new NearMiss(key, words, distance(bare, name(other)));
  }

  private static String name(String host) {
    return host.replaceFirst(":[0-9]+$", "");
  }

  /// The host in a key of which the scheme is misspelt: `https:/icr.io`, `htps://icr.io`.
  private static String mended(String key) {
    return host(
        key.strip()
            .replaceFirst("^(?i)[a-z]{0,6}:?/{1,3}", "")
            .replaceFirst("^(?i)h?t?t?ps?:(?=[a-z])", "")
            .replaceFirst("/.*", ""));
  }

  /// `us.icr.io` is near `icr.io` and `de.icr.io`; `ghcr.io` is far from both.
  private static int distance(String one, String other) {
    if (one.endsWith("." + other) || other.endsWith("." + one)) {
      return 5;
    }
    int typos = edits(one, other);
    if (typos <= MOST_TYPOS && one.length() > 2 * MOST_TYPOS) {
      return 5 + typos;
    }
    return parent(one).contains(".") && parent(one).equals(parent(other)) ? 9 : FAR + typos;
  }

  private static String parent(String host) {
    return host.substring(host.indexOf('.') + 1);
  }

  /// How many letters have to be changed, put in or left out.
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = corner + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
