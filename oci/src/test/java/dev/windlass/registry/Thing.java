// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static dev.windlass.registry.Images.bytes;

import dev.windlass.image.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Something real that programs can push.
enum Thing {
  IMAGE,
  INDEX,
  ARTIFACT;

  Piece piece() {
    return switch (this) {
      case IMAGE -> image("amd64");
      case INDEX -> index(image("amd64"), image("arm64"));
      case ARTIFACT ->
          Piece.image(
              ",\"artifactType\":\"application/x-recipe\"",
              Piece.blob("application/vnd.oci.empty.v1+json", "{}"),
              Piece.blob("application/x-recipe", "stir"));
    };
  }

  /// Has one file in it.
  private static Piece image(String architecture) {
    byte[] tar = tar();
    String config =
        """
        {"architecture":"%s","os":"linux","config":{"Cmd":["/hello"]},\
        "rootfs":{"type":"layers","diff_ids":["%s"]}}\
        """
            .formatted(architecture, Digest.of(tar));
    return Piece.image(
        "", Piece.blob(Images.CONFIG_TYPE, config), Piece.blob(Images.LAYER_TYPE, gzip(tar)));
  }

  private static Piece index(Piece amd64, Piece arm64) {
    return Piece.index("", amd64, arm64)
        .withText(amd64.descriptor(""), amd64.descriptor(platform("amd64")))
        .withText(arm64.descriptor(""), arm64.descriptor(platform("arm64")));
  }

  private static String platform(String architecture) {
    return ",\"platform\":{\"architecture\":\"" + architecture + "\",\"os\":\"linux\"}";
  }

  private static byte[] tar() {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      var entry = new TarArchiveEntry("hello");
      entry.setSize(5);
      entry.setModTime(0L);
      tar.putArchiveEntry(entry);
      tar.write(bytes("hello"));
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// The names of all that belongs to it.
  List<String> digests() {
    return piece().inOrder().map(part -> part.digest.toString()).distinct().toList();
  }

  /// Writes all things as a folder that clients can read, each under its name in small letters.
  static Path layout(Path folder) throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    for (Thing thing : values()) {
      for (Piece part : thing.piece().inOrder().toList()) {
        Files.write(blobs.resolve(part.digest.hex()), part.content);
      }
    }
    String entries = Stream.of(values()).map(Thing::entry).collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + entries + "]}");
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return folder;
  }

  private String entry() {
    return piece()
        .descriptor(",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + this + "\"}");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
