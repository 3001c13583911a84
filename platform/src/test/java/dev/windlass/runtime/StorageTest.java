// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a container writes is bounded.
class StorageTest {
  private static final long MEGABYTE = 1 << 20;
  private LocalFixture here;

  @BeforeEach
  void open() throws Exception {
    here = new LocalFixture();
  }

  @AfterEach
  void close() throws Exception {
    here.close();
  }

  private Container writing(String id, String script, long most) {
    return new Container(
        id,
        Map.of(),
        here.busybox,
        List.of("sh", "-c", script + "; echo written; sleep 1000"),
        List.of(),
        Map.of(),
        Optional.empty(),
        new Container.Limits(1000, 64 * MEGABYTE, 50, most),
        Map.of(),
        List.of());
  }

  private void written(String id) throws Exception {
    Wait.until(id + " wrote", () -> here.text(id).endsWith("written"));
    here.containers.lookAtStorage();
  }

  @Test
  void whoWritesMoreThanItMayIsKilledAndItIsKnownWhy() throws Exception {
    here.started(writing("a", "head -c 6000000 /dev/zero >/file", 5 * MEGABYTE));
    written("a");
    assertThat(here.ended("a").excess()).isEqualTo(Observed.Excess.STORAGE);
    assertThat(here.ended("a").code()).isEqualTo(137);
    here.reopen();
    assertThat(here.ended("a").excess()).as("after a crash").isEqualTo(Observed.Excess.STORAGE);
  }

  @Test
  void whatItPrintsCountsToo() throws Exception {
    here.started(writing("a", "yes | head -c 6000000", 5 * MEGABYTE));
    written("a");
    assertThat(here.ended("a").excess()).isEqualTo(Observed.Excess.STORAGE);
  }

  @Test
  void whoWritesLessOrMayWriteAnythingRunsOn() throws Exception {
    here.started(writing("less", "head -c 4000000 /dev/zero >/file", 5 * MEGABYTE));
    here.started(writing("any", "head -c 9000000 /dev/zero >/file", 0));
    written("less");
    written("any");
    assertThat(here.observed("less").running()).isTrue();
    assertThat(here.observed("any").running()).isTrue();
  }

  @Test
  void blocksAreCountedAndWhatIsGoneIsNot() throws Exception {
    var one = Files.createDirectories(here.folder.resolve("one"));
    var gone = here.folder.resolve("gone");
    Files.write(one.resolve("file"), new byte[100_000]);
    Files.createLink(one.resolve("again"), one.resolve("file"));
    try (var sparse = new RandomAccessFile(one.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(1 << 30);
    }
    Map<Path, Long> used = DiskUse.of(List.of(gone, one));
    assertThat(used).containsOnlyKeys(one);
    assertThat(used.get(one)).isBetween(100_000L, 200_000L);
  }
}
