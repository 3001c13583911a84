// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How much of the disk folders take, as du(1) counts it: blocks and not lengths, and a file with
/// two names once.
final class DiskUse {
  /// More would print more than a [Command] may.
  private static final int MOST = 100;

  private static final Pattern LINE = Pattern.compile("([0-9]+)\t(.*)");

  private DiskUse() {}

  /// Bytes, by folder; without those that are gone.
  static Map<Path, Long> of(List<Path> folders) throws IOException, InterruptedException {
    var all = new HashMap<Path, Long>();
    for (int i = 0; i < folders.size(); i += MOST) {
      count(folders.subList(i, Math.min(folders.size(), i + MOST)), all);
    }
    return all;
  }

  private static void count(List<Path> folders, Map<Path, Long> all)
      throws IOException, InterruptedException {
    var words =
        Stream.concat(
            Stream.of("du", "--summarize", "--block-size=1", "--one-file-system", "--"),
            folders.stream().map(Path::toString));
    var output = Command.of(words.toList()).outcome().output(); // it fails for what went meanwhile
    output
        .lines()
        .map(LINE::matcher)
        .filter(line -> line.matches())
        .forEach(line -> all.put(Path.of(line.group(2)), Long.parseLong(line.group(1))));
  }
}
