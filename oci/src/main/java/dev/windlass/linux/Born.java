// SPDX-License-Identifier: Apache-2.0
package dev.windlass.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a file has by birth when this process makes it: an owner, and not the permissions of the
/// umask. What it would have anyway need not be set.
///
/// @param umask permissions that are taken away
public record Born(int user, int group, int umask) {
  private static final int ALL = 0777;
  private static final int ON_DISK = 4; // real, effective, saved, and the one for files

  /// As it is now. Nobody changes these while the engine runs.
  public static Born here() throws IOException {
    var status = Files.readAllLines(Path.of("/proc/self/status"));
    return new Born(
        Integer.parseUnsignedInt(word(status, "Uid:", ON_DISK, 10), 10),
        Integer.parseUnsignedInt(word(status, "Gid:", ON_DISK, 10), 10),
        Integer.parseInt(word(status, "Umask:", 1, 8), 8));
  }

  private static String word(List<String> status, String key, int number, int radix) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.split("\\s+", -1)[number])
        .findFirst()
        .orElse(Integer.toString(ALL, radix)); // a kernel before 4.7 does not say the umask
  }

  public boolean isOwner(int user, int group) {
    return user == this.user && group == this.group;
  }

  /// Whether these are the permissions of what is made with them.
  public boolean keeps(int mode) {
    return (mode & umask) == 0 && (mode & ~ALL) == 0;
  }
}
