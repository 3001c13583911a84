// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// An image of random files that takes a moment to pull, as an OCI layout in a folder, made with
/// `tar` and `gzip`. The files stay beside it, to compare with.
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
    Files.createDirectories(image.blobs());
    var descriptors = new ArrayList<String>();
    var diffIds = new ArrayList<String>();
    for (int i = 0; i < layers; i++) {
      var tar = image.tar(i, files, random);
      diffIds.add("\"sha256:" + hash(tar) + '"');
      image.layers.add(hash(tar));
      run("gzip", "-1", tar.toString());
      descriptors.add(
          image.kept(
              Files.readAllBytes(tar.resolveSibling(tar.getFileName() + ".gz")),
              "application/vnd.oci.image.layer.v1.tar+gzip"));
    }
    image.index(descriptors, diffIds);
    return image;
  }

  private Path blobs() {
    return folder.resolve("oci/blobs/sha256");
  }

  private Path tar(int layer, int files, Random random) throws IOException, InterruptedException {
    var content = Files.createDirectories(folder.resolve("layer-" + layer));
    for (int i = 0; i < files; i++) {
      byte[] bytes = new byte[random.nextInt(64 << 10)];
      random.nextBytes(bytes);
      var below = Files.createDirectories(content.resolve("d" + i % 10));
      Files.write(below.resolve("f" + i), bytes);
    }
    var tar = folder.resolve("layer-" + layer + ".tar");
    run("tar", "-cf", tar.toString(), "-C", content.toString(), ".");
    return tar;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
  }

  private static String hash(Path file) throws IOException {
    return hash(Files.readAllBytes(file));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// Puts a blob into the layout; its descriptor.
  private String kept(byte[] bytes, String type) throws IOException {
    Files.write(blobs().resolve(hash(bytes)), bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(type, hash(bytes), bytes.length);
  }

  private void index(List<String> descriptors, List<String> diffIds) throws IOException {
    var machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    var config =
        "{\"os\":\"linux\",\"architecture\":\"%s\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
            .formatted(machine, String.join(",", diffIds));
    var manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                kept(config.getBytes(UTF_8), "application/vnd.oci.image.config.v1+json"),
                String.join(",", descriptors));
    var index =
        "{\"schemaVersion\":2,\"manifests\":[%s]}"
            .formatted(
                kept(manifest.getBytes(UTF_8), "application/vnd.oci.image.manifest.v1+json"));
    Files.writeString(folder.resolve("oci/index.json"), index);
    Files.writeString(folder.resolve("oci/oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
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
