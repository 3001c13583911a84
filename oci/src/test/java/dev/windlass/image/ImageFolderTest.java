// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of the images is still here after a crash of ours, and after one of the machine.
class ImageFolderTest {
  private static final Digest LAYER = Digest.of("a tar".getBytes(UTF_8));

  @TempDir Path temp;
  private String boot = "";

  @BeforeEach
  void startMachine() throws IOException {
    boot = Linux.bootId();
  }

  private ImageFolder open() throws IOException {
    return ImageFolder.at(temp, boot, Duration.ofDays(1));
  }

  /// As much as a power failure that takes everything away that is not known to be on the disk.
  private void restartMachine() {
    boot = UUID.randomUUID().toString();
  }

  private static void keepLayer(ImageFolder folder) throws IOException {
    var draft = folder.draft();
    Files.writeString(draft.resolve("file"), "content");
    folder.keepLayer(draft, LAYER);
  }

  @Test
  void aLayerSurvivesACrashOfOurs() throws IOException {
    keepLayer(open()); // and never closed
    assertThat(open().hasLayer(LAYER)).isTrue();
  }

  @Test
  void aLayerThatMayNotBeOnTheDiskGoesWithTheMachine() throws IOException {
    keepLayer(open());
    restartMachine();
    try (var folder = open()) {
      assertThat(folder.hasLayer(LAYER)).isFalse();
      assertThat(temp.resolve("drafts")).isEmptyDirectory();
      keepLayer(folder);
      assertThat(folder.hasLayer(LAYER)).isTrue();
    }
  }

  @Test
  void aLayerThatIsOnTheDiskStays() throws IOException {
    try (var folder = open()) {
      keepLayer(folder);
    }
    restartMachine();
    assertThat(open().hasLayer(LAYER)).isTrue();
    restartMachine();
    assertThat(open().hasLayer(LAYER)).isTrue();
  }

  @Test
  void aLayerComesToTheDiskByItself() throws IOException {
    keepLayer(ImageFolder.at(temp, boot, Duration.ofMillis(1)));
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (Files.notExists(temp.resolve("settled/sha256/" + LAYER.hex()))) {
      assertThat(System.nanoTime()).as("it is not on the disk yet").isLessThan(deadline);
      Thread.onSpinWait();
    }
    restartMachine();
    assertThat(open().hasLayer(LAYER)).isTrue();
  }

  @Test
  void aCrashOfOursAndThenOneOfTheMachineTakeItToo() throws IOException {
    keepLayer(open());
    var _ = open(); // notes that it is to be brought to the disk, but does not come to it
    restartMachine();
    assertThat(open().hasLayer(LAYER)).isFalse();
  }

  @Test
  void aLayerThatIsFetchedAgainIsNotTakenForTheOneBefore() throws IOException {
    try (var folder = open()) {
      keepLayer(folder);
    }
    var folder = open();
    ImageFolder.delete(folder.layer(LAYER));
    keepLayer(folder);
    restartMachine();
    assertThat(open().hasLayer(LAYER)).isFalse();
  }

  @Test
  void layersOfAnEngineThatWaitedForTheDiskStay() throws IOException {
    Files.createDirectories(temp.resolve("layers/sha256/" + LAYER.hex()));
    assertThat(open().hasLayer(LAYER)).isTrue();
    restartMachine();
    assertThat(open().hasLayer(LAYER)).isTrue();
  }

  @Test
  void aDocumentThatTheMachineTookIsNotHere() throws IOException {
    byte[] manifest = "{}".getBytes(UTF_8);
    try (var folder = open()) {
      folder.keepBlob(Digest.of(manifest), manifest);
      Files.write(temp.resolve("blobs/sha256/" + Digest.of(manifest).hex()), new byte[0]);
      assertThat(folder.blob(Digest.of(manifest))).isEmpty();
    }
  }
}
