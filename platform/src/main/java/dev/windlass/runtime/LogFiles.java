// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files with what one container printed.
///
/// conmon writes to `log`. When that is full it puts an empty file in its place, and whatever was
/// in `log` would be lost; so each of its files gets a second name, `log.1`, `log.2` and so on, as
/// soon as it appears. The limit on the disk holds also while nobody is there to do so.
record LogFiles(Path folder) {
  private static final Pattern NUMBERED = Pattern.compile("log\\.[0-9]+");

  /// Makes the first one, so that it has its second name before anything is in it.
  void make() throws IOException {
    Files.createDirectories(folder);
    Files.createFile(current());
    Files.createLink(numbered(1), current());
  }

  /// The file that conmon writes to.
  Path current() {
    return folder.resolve("log");
  }

  Path numbered(int number) {
    return folder.resolve("log." + number);
  }

  /// The numbers of all that are kept, the oldest first. None when the container was stopped.
  List<Integer> numbers() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> NUMBERED.matcher(name).matches())
          .map(name -> Integer.valueOf(name.substring("log.".length())))
          .sorted()
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /// The first one after a number.
  Optional<Integer> after(int number) throws IOException {
    return numbers().stream().filter(other -> other > number).findFirst();
  }

  /// Gives a file that conmon began its second name, and deletes the oldest beyond `most`. Does
  /// nothing when conmon began none.
  void keep(int most) throws IOException {
    var numbers = numbers();
    int last = numbers.isEmpty() ? 0 : numbers.getLast();
    if (last > 0 && Files.isSameFile(numbered(last), current())) {
      return;
    }
    Files.createLink(numbered(last + 1), current());
    for (int number : numbers.subList(0, Math.max(0, numbers.size() + 1 - most))) {
      Files.deleteIfExists(numbered(number));
    }
  }
}
