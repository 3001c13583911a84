// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The powers that containers get: what servers that were written for root need, and nothing that
/// reaches beyond the container.
final class Capabilities {
  /// By their numbers in linux/capability.h.
  private static final Map<Integer, String> USUAL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(0, "CAP_CHOWN"),
              Map.entry(1, "CAP_DAC_OVERRIDE"),
              Map.entry(3, "CAP_FOWNER"),
              Map.entry(4, "CAP_FSETID"),
              Map.entry(5, "CAP_KILL"),
              Map.entry(6, "CAP_SETGID"),
              Map.entry(7, "CAP_SETUID"),
              Map.entry(8, "CAP_SETPCAP"),
              Map.entry(10, "CAP_NET_BIND_SERVICE"),
              Map.entry(18, "CAP_SYS_CHROOT"),
              Map.entry(31, "CAP_SETFCAP")));

  private Capabilities() {}

  /// The usual ones, as far as this process may give them away at all.
  static List<String> usual() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("CapBnd:")) {
        return within(Long.parseUnsignedLong(line.substring(7).strip(), 16));
      }
    }
    return List.of();
  }

  /// The usual ones that are in a set of bits.
  static List<String> within(long bounds) {
    var names = new ArrayList<String>();
    USUAL.forEach((bit, name) -> {
      if ((bounds >>> bit & 1) == 1) {
        names.add(name);
      }
    });
    return names;
  }
}
