// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Files of a container, seen from outside. A link in an image may point anywhere; here it is
/// followed as the container would follow it, so that it never leads out.
///
/// @param root the container's root folder
record Inside(Path root) {
  private static final int MOST_LINKS = 40;
  private static final int MOST_BYTES = 1 << 20;

  /// The lines of a small file; none when there is no such file.
  List<String> lines(String absolute) throws IOException {
    var file = find(absolute).filter(Files::isRegularFile);
    return file.isPresent() ? read(file.get()) : List.of();
  }

  /// Where the file is on this machine; empty when it is not there.
  Optional<Path> find(String absolute) throws IOException {
    var ahead = new ArrayDeque<>(names(absolute));
    var behind = new ArrayDeque<String>();
    int links = 0;
    while (!ahead.isEmpty()) {
      step(ahead.removeFirst(), behind);
      var here = path(behind);
      if (Files.isSymbolicLink(here)) {
        if (++links > MOST_LINKS) {
          return Optional.empty();
        }
        follow(Files.readSymbolicLink(here).toString(), behind, ahead);
      }
    }
    return Optional.of(path(behind)).filter(Files::exists);
  }

  private static void step(String name, Deque<String> behind) {
    if (name.equals("..")) {
      behind.pollLast(); // above the root there is the root
    } else {
      behind.addLast(name);
    }
  }

  private static void follow(String target, Deque<String> behind, Deque<String> ahead) {
    behind.removeLast();
    if (target.startsWith("/")) {
      behind.clear();
    }
    names(target).reversed().forEach(ahead::addFirst);
  }

  private static List<String> names(String path) {
    return List.of(path.split("/", -1)).stream()
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .toList();
  }

  private Path path(Deque<String> names) {
    return root.resolve(String.join("/", names));
  }

  private static List<String> read(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      var bytes = stream.readNBytes(MOST_BYTES);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
