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

/// An image in a folder, as the OCI Image Layout has it, made with `tar` and `gzip`.
final class ImageLayout {
  private static final String TYPE = "application/vnd.oci.image.";

  private final Path folder;
  private final List<String> descriptors = new ArrayList<>();
  private final List<String> diffIds = new ArrayList<>();

  private ImageLayout(Path folder) {
    this.folder = folder;
  }

  /// @param folder is made
  static ImageLayout in(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("blobs/sha256"));
    return new ImageLayout(folder);
  }

  /// Adds a layer with all that is in a folder; the digest of its tar, in hexadecimal.
  String add(Path content) throws IOException, InterruptedException {
    var tar = folder.resolve("layer.tar");
    run("tar", "-cf", tar.toString(), "-C", content.toString(), ".");
    var digest = hash(Files.readAllBytes(tar));
    diffIds.add("\"sha256:" + digest + '"');
    run("gzip", "-1", tar.toString());
    var packed = folder.resolve("layer.tar.gz");
    descriptors.add(kept(Files.readAllBytes(packed), TYPE + "layer.v1.tar+gzip"));
    Files.delete(packed);
    return digest;
  }

  /// @param config what to run and how, as JSON
  void finish(String config) throws IOException {
    var machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    var image =
        "{\"os\":\"linux\",\"architecture\":\"%s\",\"config\":%s,\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
            .formatted(machine, config, String.join(",", diffIds));
    var manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                TYPE + "manifest.v1+json",
                kept(image.getBytes(UTF_8), TYPE + "config.v1+json"),
                String.join(",", descriptors));
    var index =
        "{\"schemaVersion\":2,\"manifests\":[%s]}"
            .formatted(kept(manifest.getBytes(UTF_8), TYPE + "manifest.v1+json"));
    Files.writeString(folder.resolve("index.json"), index);
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  /// Puts a blob into the layout; its descriptor.
  private String kept(byte[] bytes, String type) throws IOException {
    Files.write(folder.resolve("blobs/sha256/" + hash(bytes)), bytes);
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(type, hash(bytes), bytes.length);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
  }
}
