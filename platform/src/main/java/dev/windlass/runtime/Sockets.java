// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The TCP sockets of a process's network namespace, read from `/proc`.
///
/// @param net the folder that has `tcp` and `tcp6`
record Sockets(Path net) {
  private static final String LISTEN = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int WORD = 4;

  static Sockets of(ProcessId process) {
    return new Sockets(Path.of("/proc", Long.toString(process.pid()), "net"));
  }

  /// Where somebody waits for connections, by port; each place once.
  List<InetSocketAddress> listening() {
    return Stream.of("tcp", "tcp6")
        .flatMap(file -> lines(net.resolve(file)).stream().skip(1))
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > STATE && words[STATE].equals(LISTEN))
        .map(words -> address(words[LOCAL]))
        .distinct()
        .sorted(Comparator.comparingInt(InetSocketAddress::getPort))
        .toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of(); // the process is gone, or the kernel has no IPv6
    }
  }

  /// Such as `0100007F:1F90`, which is 127.0.0.1:8080.
  private static InetSocketAddress address(String text) {
    int colon = text.indexOf(':');
    var bytes = HexFormat.of().parseHex(text, 0, colon);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(inNetworkOrder(bytes)),
          Integer.parseInt(text.substring(colon + 1), 16));
    } catch (UnknownHostException e) {
      throw new AssertionError(text, e); // the kernel writes 4 bytes or 16
    }
  }

  /// The kernel prints words of four bytes as this little-endian machine holds them.
  private static byte[] inNetworkOrder(byte[] bytes) {
    var turned = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      turned[at] = bytes[at / WORD * WORD + WORD - 1 - at % WORD];
    }
    return turned;
  }
}
