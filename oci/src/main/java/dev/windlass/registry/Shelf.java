// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one repository holds: links to the bytes it may show, and names for them. A blob that is in
/// the store but not on the shelf is not there for whoever asks this repository.
///
/// Changes hold the lock of the repository, so that a manifest is never taken in while a blob of it
/// is being removed.
final class Shelf {
  static final String MANIFESTS = "_manifests";

  private final Disk disk;
  private final Path folder;

  Shelf(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /// Whether anything was ever pushed here.
  boolean exists() {
    return Files.isDirectory(folder.resolve("_blobs"))
        || Files.isDirectory(folder.resolve(MANIFESTS));
  }

  boolean hasBlob(Digest blob) {
    return Files.exists(blobLink(blob));
  }

  void addBlob(Digest blob) throws IOException {
    if (!hasBlob(blob)) {
      disk.write(blobLink(blob), new byte[0]);
    }
  }

  boolean removeBlob(Digest blob) throws IOException {
    return disk.remove(blobLink(blob));
  }

  /// The media type of a manifest, as it was pushed.
  Optional<String> manifestType(Digest manifest) throws IOException {
    return read(manifestLink(manifest));
  }

  void addManifest(Digest manifest, String mediaType) throws IOException {
    write(manifestLink(manifest), mediaType);
  }

  /// Removes a manifest and all tags that point at it.
  boolean removeManifest(Digest manifest) throws IOException {
    for (String tag : tags()) {
      if (tagged(tag).filter(manifest::equals).isPresent()) {
        removeTag(tag);
      }
    }
    return disk.remove(manifestLink(manifest));
  }

  List<String> tags() throws IOException {
    return names(folder.resolve("_tags"));
  }

  Optional<Digest> tagged(String tag) throws IOException {
    return read(tagLink(tag)).map(Digest::parse);
  }

  void tag(String tag, Digest manifest) throws IOException {
    write(tagLink(tag), manifest.toString());
  }

  boolean removeTag(String tag) throws IOException {
    return disk.remove(tagLink(tag));
  }

  /// The descriptors, as JSON, of the manifests that are about another one.
  List<byte[]> referrers(Digest subject) throws IOException {
    var descriptors = new ArrayList<byte[]>();
    for (Path file : Disk.list(referrerFolder(subject))) {
      descriptors.add(Files.readAllBytes(file));
    }
    return descriptors;
  }

  void addReferrer(Digest subject, Digest manifest, byte[] descriptor) throws IOException {
    disk.write(referrerFolder(subject).resolve(fileName(manifest)), descriptor);
  }

  void removeReferrer(Digest subject, Digest manifest) throws IOException {
    disk.remove(referrerFolder(subject).resolve(fileName(manifest)));
  }

  private Path blobLink(Digest blob) {
    return folder.resolve("_blobs").resolve(fileName(blob));
  }

  private Path manifestLink(Digest manifest) {
    return folder.resolve(MANIFESTS).resolve(fileName(manifest));
  }

  private Path tagLink(String tag) {
    return folder.resolve("_tags").resolve(tag);
  }

  private Path referrerFolder(Digest subject) {
    return folder.resolve("_referrers").resolve(fileName(subject));
  }

  private static String fileName(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }

  private void write(Path file, String text) throws IOException {
    disk.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    return Disk.list(folder).stream().map(path -> path.getFileName().toString()).toList();
  }
}
