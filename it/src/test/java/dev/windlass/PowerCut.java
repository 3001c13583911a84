// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a restart of the machine takes from an engine: its processes, without a word, and whatever
/// is in the kernel and in memory. What is on the disk stays.
final class PowerCut {
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

  private final TestEngine engine;
  private final String id;

  private PowerCut(TestEngine engine) throws IOException {
    this.engine = engine;
    var found = ID.matcher(Files.readString(engine.state().resolve("engine.json"), UTF_8));
    this.id = found.results().findFirst().orElseThrow().group(1);
  }

  static void of(TestEngine engine) throws IOException, InterruptedException {
    var cut = new PowerCut(engine);
    var containers = cut.containers();
    engine.kill();
    kill(process -> cut.watches(process)); // before they can write down how containers ended
    kill(process -> containers.contains(process.pid()));
    cut.unmount();
    cut.emptyKernel();
  }

  /// The processes in all of its cgroups.
  private List<Long> containers() throws IOException {
    return cgroups().stream()
        .map(group -> group.resolve("cgroup.procs"))
        .flatMap(PowerCut::lines)
        .map(Long::valueOf)
        .distinct()
        .toList();
  }

  /// The deepest first.
  private List<Path> cgroups() throws IOException {
    try (var all = Files.walk(Path.of("/sys/fs/cgroup"), 4)) {
      return all.filter(path -> path.toString().contains("/windlass-" + id))
          .filter(Files::isDirectory)
          .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException gone) {
      return Stream.of();
    }
  }

  private boolean watches(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains("conmon ") && line.contains(engine.state().toString()))
        .isPresent();
  }

  private static void kill(Predicate<ProcessHandle> whom) {
    var all = ProcessHandle.allProcesses().filter(whom).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  private void unmount() throws IOException, InterruptedException {
    var memory = Path.of("/run/windlass", id);
    var places =
        lines(Path.of("/proc/self/mountinfo"))
            .map(line -> line.split(" ", 6)[4])
            .filter(place ->
                place.startsWith(engine.state().toString()) || place.equals(memory.toString()))
            .sorted(Comparator.reverseOrder())
            .toList();
    for (var place : places) {
      engine.run("umount", "-l", place).works();
    }
    Files.deleteIfExists(memory);
  }

  private void emptyKernel() throws IOException, InterruptedException {
    var rules = engine.run("nft", "list", "table", "inet", "windlass-" + id).works().output();
    var bridge = Pattern.compile("wl-[0-9a-f]+").matcher(rules);
    engine.run("ip", "link", "delete", bridge.results().findFirst().orElseThrow().group()).works();
    engine.run("nft", "delete", "table", "inet", "windlass-" + id).works();
    for (var group : cgroups()) {
      Files.delete(group);
    }
  }
}
