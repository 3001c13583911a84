// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What one engine has on this machine outside of its state folder, so that tests can see that
/// nothing is left. Other engines may come and go meanwhile.
final class Traces {
  private Traces() {}

  /// Everything of an engine, and every process, mount and namespace that has to do with its
  /// folder.
  static Set<String> of(String engine, Path folder) throws Exception {
    var all = new TreeSet<String>();
    lines("/proc/self/mountinfo")
        .filter(line -> line.contains(folder.toString()))
        .forEach(all::add);
    processes(engine, folder).forEach(all::add);
    cgroups(engine).forEach(all::add);
    tables(engine).forEach(all::add);
    if (Files.exists(Path.of("/run/windlass", engine))) {
      all.add("/run/windlass/" + engine);
    }
    return all;
  }

  /// All links of this machine's network and all network namespaces that processes are in.
  static Set<String> links() throws IOException {
    try (var links = Files.list(Path.of("/sys/class/net"))) {
      return links
          .map(link -> link.getFileName().toString())
          .filter(name -> name.startsWith("wl-") || name.startsWith("wv"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<String> processes(String engine, Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> ProcessId.of(process.pid()).filter(ProcessId::alive).isPresent())
        .filter(process -> mentions(process.pid(), engine, folder))
        .map(process -> "process " + process.pid() + " " + process.info().commandLine());
  }

  private static boolean mentions(long pid, String engine, Path folder) {
    var words = read(Path.of("/proc/" + pid + "/cmdline"));
    var group = read(Path.of("/proc/" + pid + "/cgroup"));
    return words.contains(folder.toString()) || group.contains("windlass-" + engine);
  }

  private static Stream<String> cgroups(String engine) throws IOException {
    var name = "windlass-" + engine;
    try (var hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
      return hierarchies
          .map(hierarchy -> hierarchy.resolve(name))
          .filter(Files::exists)
          .map(Path::toString)
          .toList()
          .stream();
    }
  }

  private static Stream<String> tables(String engine) throws Exception {
    return Command.of("nft", "list", "tables").run().lines().filter(line -> line.contains(engine));
  }

  private static Stream<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException _) {
      return ""; // it ended while we looked
    }
  }

  /// The words of a process that starts this program's class path again.
  static List<String> java(Class<?> main, String... arguments) {
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()),
            Stream.of(arguments))
        .toList();
  }
}
