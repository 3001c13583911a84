// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How names are looked up in a container: by the name server of the engine, or, when there is
/// none, as on this machine, but without the name servers that only this machine can reach.
final class Resolvers {
  /// Asked when this machine has none that a container could reach.
  private static final List<String> PUBLIC = List.of("nameserver 1.1.1.1", "nameserver 8.8.8.8");

  private static final Path HOST = Path.of("/etc/resolv.conf");

  private Resolvers() {}

  /// The resolv.conf for a container, from the host's.
  static String forContainers(List<String> host) {
    var lines = new ArrayList<>(host.stream().filter(line -> !onlyHere(line)).toList());
    if (lines.stream().noneMatch(line -> line.startsWith("nameserver"))) {
      lines.addAll(PUBLIC);
    }
    return String.join("\n", lines) + "\n";
  }

  /// The same for containers that ask one name server only.
  ///
  /// @param search what is put behind short names before what the host puts there
  static String asking(InetAddress server, List<String> search, List<String> host) {
    var lines = new ArrayList<String>();
    lines.add("nameserver " + server.getHostAddress());
    var behind = new LinkedHashSet<>(search);
    host.stream().filter(Resolvers::isSearch).flatMap(Resolvers::words).forEach(behind::add);
    if (!behind.isEmpty()) {
      lines.add("search " + String.join(" ", behind));
    }
    host.stream().filter(line -> line.strip().startsWith("options")).forEach(lines::add);
    return String.join("\n", lines) + "\n";
  }

  private static boolean isSearch(String line) {
    return line.strip().startsWith("search") || line.strip().startsWith("domain");
  }

  private static Stream<String> words(String line) {
    return Pattern.compile("\\s+").splitAsStream(line.strip()).skip(1);
  }

  /// The lines of this machine's own.
  static List<String> ofHost() throws IOException {
    return Files.exists(HOST) ? Files.readAllLines(HOST) : List.of();
  }

  /// The IPv4 addresses that containers are told to ask.
  static List<String> servers(List<String> host) {
    return forContainers(host)
        .lines()
        .map(String::strip)
        .filter(line -> line.matches("nameserver\\s+[0-9.]+"))
        .map(line -> line.replaceFirst("nameserver\\s+", ""))
        .distinct()
        .toList();
  }

  /// The addresses that this machine asks itself.
  static List<String> serversOfHost(List<String> host) {
    var own =
        host.stream()
            .filter(line -> line.strip().startsWith("nameserver"))
            .flatMap(Resolvers::words)
            .toList();
    return own.isEmpty() ? servers(PUBLIC) : own;
  }

  private static boolean onlyHere(String line) {
    return line.matches("\\s*nameserver\\s+(127\\.|::1|0\\.0\\.0\\.0|fe80:).*");
  }
}
