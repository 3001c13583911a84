// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxTest {
  @TempDir Path temp;

  @Test
  void errorsNameTheCallThePathAndTheReason() {
    assertThatThrownBy(() -> Linux.unmount(temp.resolve("nothing"), 0))
        .isInstanceOf(LinuxException.class)
        .hasMessage("umount2 " + temp.resolve("nothing") + ": No such file or directory")
        .extracting("number")
        .isEqualTo(LinuxException.ENOENT);
    assertThatThrownBy(() -> Linux.makeMount("no-such-fs", List.of()))
        .hasMessage("fsopen no-such-fs: No such device");
  }

  @Test
  void linksThemselvesAreChanged() throws IOException {
    var link = Files.createSymbolicLink(temp.resolve("link"), Path.of("nowhere"));
    Linux.owner(link, 12, 34);
    Linux.modified(link, 1_000_000_000, 500);
    assertThat(Files.getAttribute(link, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(12);
    assertThat(Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS).toInstant())
        .isEqualTo(Instant.ofEpochSecond(1_000_000_000, 500));
  }

  @Test
  void whatIsSetIsThere() throws IOException {
    var file = Files.writeString(temp.resolve("file"), "x");
    Linux.mode(file, 06755);
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(06755);
    Linux.attribute(file, "user.a", new byte[] {0, -1});
    assertThat(Linux.attribute(file, "user.a")).hasValue(new byte[] {0, -1});
    assertThat(Linux.attribute(file, "user.b")).isEmpty();
    Linux.makeNode(temp.resolve("null"), Linux.S_IFCHR | 0600, Linux.device(1, 3));
    assertThat(Files.getAttribute(temp.resolve("null"), "unix:rdev")).isEqualTo(Linux.device(1, 3));
    try (var fd = Fd.open(temp)) {
      fd.sync();
      fd.syncFileSystem();
    }
  }

  @Test
  void deviceNumbersAreThoseOfGlibc() {
    assertThat(Linux.device(8, 1)).isEqualTo(0x801);
    assertThat(Linux.device(259, 0x12345)).isEqualTo(0x12310345L);
    assertThat(Linux.device(0x12345, 1)).isEqualTo(0x0001200000034501L);
  }

  @Test
  void aClosedFdIsNotClosedAgain() throws IOException {
    var fd = Fd.open(temp);
    fd.close();
    try (var other = Fd.open(temp)) {
      fd.close();
      other.sync();
    }
  }
}
