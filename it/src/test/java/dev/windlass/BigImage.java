// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// An image of random files that takes a moment to pull, as an OCI layout in a folder. The files
/// stay beside it, to compare with.
final class BigImage {
  private final Path folder;
  private final List<String> layers = new ArrayList<>();

  private BigImage(Path folder) {
    this.folder = folder;
  }

  /// @param folder is made
  /// @param files of up to 64 KiB in each layer
  static BigImage make(Path folder, int layers, int files, Random random)
      throws IOException, InterruptedException {
    var image = new BigImage(Files.createDirectories(folder));
    var layout = ImageLayout.in(folder.resolve("oci"));
    for (int i = 0; i < layers; i++) {
      image.layers.add(layout.add(image.content(i, files, random)));
    }
    layout.finish("{}");
    return image;
  }

  private Path content(int layer, int files, Random random) throws IOException {
    var content = Files.createDirectories(folder.resolve("layer-" + layer));
    for (int i = 0; i < files; i++) {
      byte[] bytes = new byte[random.nextInt(64 << 10)];
      random.nextBytes(bytes);
      var below = Files.createDirectories(content.resolve("d" + i % 10));
      Files.write(below.resolve("f" + i), bytes);
    }
    return content;
  }

  /// As skopeo names it.
  String layout() {
    return "oci:" + folder.resolve("oci");
  }

  int layers() {
    return layers.size();
  }

  /// What is wrong with the layers in a folder that has one folder for each, named by its tar's
  /// digest: any that is not whole, or that is none of ours.
  List<String> problems(Path unpacked) throws IOException, InterruptedException {
    var problems = new ArrayList<String>();
    for (var name : names(unpacked)) {
      int layer = layers.indexOf(name);
      if (layer >= 0) {
        var difference = difference(folder.resolve("layer-" + layer), unpacked.resolve(name));
        if (!difference.isEmpty()) {
          problems.add("layer " + layer + " is not whole: " + difference);
        }
      }
    }
    return problems;
  }

  /// How many of its layers are there.
  int here(Path unpacked) throws IOException {
    return (int) names(unpacked).stream().filter(layers::contains).count();
  }

  private static List<String> names(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).collect(Collectors.toList());
    }
  }

  private static String difference(Path one, Path other) throws IOException, InterruptedException {
    var diff =
        new ProcessBuilder("diff", "-r", "-q", one.toString(), other.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(diff.getInputStream().readAllBytes(), UTF_8);
    return diff.waitFor() == 0 ? "" : output.lines().limit(3).collect(Collectors.joining("; "));
  }
}
