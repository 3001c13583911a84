// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Where the kernel counts and limits what containers use. All of an engine's are below one cgroup
/// of its own in each hierarchy; crun makes and fills them, this class reads and removes them.
record Cgroups(String engine) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path HYBRID = ROOT.resolve("unified");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long LOOK_AGAIN_NANOS = 1_000_000;
  private static final String FROZEN = "FROZEN";
  private static final String KILLS = "oom_kill ";

  /// What has to run a runtime here. crun refuses to work where both generations of cgroups are
  /// mounted and the second still holds controllers, so there it is given a mount namespace in
  /// which something else hides the second. Empty where nothing is needed, as in a daemon that has
  /// such a namespace itself.
  static List<String> prefix() {
    if (!Files.exists(HYBRID.resolve("cgroup.controllers"))) {
      return List.of();
    }
    var script = "mount -t tmpfs none " + HYBRID + "; exec \"$@\"";
    return List.of("unshare", "-m", "--propagation", "slave", "sh", "-c", script, "sh");
  }

  /// The name of a container's cgroup, in every hierarchy.
  String path(String id) {
    return parent() + "/" + id;
  }

  private String parent() {
    return "/windlass-" + engine;
  }

  /// Whether the kernel counts memory and swap together, so that both can be limited.
  static boolean countsSwap() {
    return Files.exists(ROOT.resolve("memory/memory.memsw.limit_in_bytes")) || unified();
  }

  private static boolean unified() {
    return Files.exists(ROOT.resolve("cgroup.controllers"));
  }

  /// Whether the kernel killed any process of a container for its memory. Known until the container
  /// is removed.
  boolean ranOutOfMemory(String id) throws IOException {
    var v1 = counter(below(ROOT.resolve("memory"), path(id)).resolve("memory.oom_control"), KILLS);
    var v2 = counter(below(ROOT, path(id)).resolve("memory.events"), KILLS);
    return v1.orElse(0) + v2.orElse(0) > 0;
  }

  private static OptionalLong counter(Path file, String name) throws IOException {
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
        .findFirst();
  }

  /// The first process that is moved to another cgroup waits 8 to 16 ms for the kernel, those soon
  /// after it do not. This moves our own to where it is already, so that a container that is about
  /// to be made waits less.
  static void warmUp() {
    try {
      for (var line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
        var procs = own(line).resolve("cgroup.procs");
        if (Files.exists(procs)) {
          Files.writeString(procs, "" + ProcessHandle.current().pid());
          return;
        }
      }
    } catch (IOException _) {
      // then it waits as long as it has to
    }
  }

  /// Where we are, from a line such as `8:pids:/` or `0::/`.
  private static Path own(String line) {
    var parts = Pattern.compile(":").splitAsStream(line).toList();
    var hierarchy = parts.get(1).isEmpty() ? ROOT : ROOT.resolve(parts.get(1));
    return below(hierarchy, parts.get(2));
  }

  /// Stops all processes of a container in the middle, or lets them go on. The kernel does it
  /// within a moment, not at once.
  void freeze(String id, boolean frozen) throws IOException {
    var v1 = freezer(id);
    var v2 = below(ROOT, path(id)).resolve("cgroup.freeze");
    if (Files.exists(v1)) {
      Files.writeString(v1, frozen ? FROZEN : "THAWED");
    } else if (Files.exists(v2)) {
      Files.writeString(v2, frozen ? "1" : "0");
    }
  }

  boolean frozen(String id) throws IOException {
    var v1 = freezer(id);
    var v2 = below(ROOT, path(id)).resolve("cgroup.freeze");
    if (Files.exists(v1)) {
      return !Files.readString(v1).startsWith("THAWED"); // it may be on its way
    }
    return Files.exists(v2) && Files.readString(v2).startsWith("1");
  }

  private Path freezer(String id) {
    return below(ROOT.resolve("freezer"), path(id)).resolve("freezer.state");
  }

  /// As [Containers#memory].
  long memory(String id) throws IOException {
    var v1 = below(ROOT.resolve("memory"), path(id));
    var v2 = below(ROOT, path(id));
    if (Files.exists(v1)) {
      return used(v1.resolve("memory.usage_in_bytes"), v1, "total_inactive_file ");
    }
    return Files.exists(v2) ? used(v2.resolve("memory.current"), v2, "inactive_file ") : 0;
  }

  private static long used(Path usage, Path group, String spare) throws IOException {
    long all = Long.parseLong(Files.readString(usage).strip());
    return Math.max(0, all - counter(group.resolve("memory.stat"), spare).orElse(0));
  }

  /// Removes what the runtime left of a container's cgroups, and kills what runs in them.
  void remove(String id) throws IOException {
    freeze(id, false); // what is frozen cannot be killed
    removeAll(path(id));
  }

  /// Removes the engine's own cgroups, which must be empty.
  void remove() throws IOException {
    removeAll(parent());
  }

  private static void removeAll(String path) throws IOException {
    for (var hierarchy : hierarchies()) {
      var group = below(hierarchy, path);
      if (!kernels(hierarchy)) {
        Layout.delete(group);
      } else if (Files.exists(group)) {
        empty(group);
        Files.deleteIfExists(group); // rmdir: the files in it do not count
      }
    }
  }

  /// Whether a folder beside the hierarchies is one. Where the second generation was unmounted, its
  /// mount point is left, and crun puts ordinary files there.
  private static boolean kernels(Path hierarchy) {
    return Files.exists(hierarchy.resolve("cgroup.procs"));
  }

  private static void empty(Path group) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (var pids = pids(group); !pids.isEmpty(); pids = pids(group)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("processes %s in %s do not end".formatted(pids, group));
      }
      pids.stream().flatMap(pid -> ProcessId.of(pid).stream()).forEach(ProcessId::kill);
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private static List<Long> pids(Path group) throws IOException {
    return Files.readAllLines(group.resolve("cgroup.procs")).stream().map(Long::valueOf).toList();
  }

  private static List<Path> hierarchies() throws IOException {
    if (unified()) {
      return List.of(ROOT);
    }
    try (var all = Files.list(ROOT)) {
      return all.filter(Files::isDirectory)
          .filter(folder -> !Files.isSymbolicLink(folder))
          .toList();
    }
  }

  private static Path below(Path hierarchy, String path) {
    return hierarchy.resolve(path.substring(1));
  }
}
