// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The machine that an engine runs on: whether it can run containers, has room, knows names and the
/// time, and answers on its ports. Only looks; takes two seconds at most, and more only where a
/// name server does not answer.
///
/// @param state the folder that the engine keeps everything in
/// @param ports that should answer; none where there is no engine
public record Machine(Path state, List<Port> ports, InstantSource clock) {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long LEAST_ROOM = 256L << 20;
  private static final long GIBIBYTE = 1L << 30;

  /// Windlass is not older than the Java that it needs.
  private static final Instant EARLIEST = Instant.parse("2025-09-16T00:00:00Z");

  private static final List<Path> PROGRAMS =
      Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin", "/usr/local/sbin")
          .map(Path::of)
          .toList();

  /// Where the engine listens.
  ///
  /// @param option that gives it another port
  public record Port(String name, String option, InetSocketAddress address) {}

  public Machine {
    ports = List.copyOf(ports);
  }

  /// Adds what is so, and what is wrong.
  public void look(Chart chart) {
    trials().forEach(trial -> trial.tell(chart));
    names(chart);
  }

  private List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    trials.add(program("a runtime for containers", List.of("crun", "runc"), "crun"));
    trials.add(program("a monitor for containers", List.of("conmon"), "conmon"));
    trials.add(program("a firewall for containers", List.of("nft"), "nftables"));
    trials.add(kernel());
    trials.add(cgroups());
    trials.add(disk());
    trials.add(time());
    ports.forEach(port -> trials.add(listening(port)));
    return trials;
  }

  private static Trial program(String what, List<String> names, String toInstall) {
    var question = "Is there " + what + "?";
    return names.stream()
        .flatMap(name -> PROGRAMS.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(found -> Trial.passed(question, found.toString()))
        .orElseGet(() ->
            Trial.failed(
                question,
                "neither of %s is in %s".formatted(names, PROGRAMS),
                Cause.RUNTIME_UNFIT,
                "There is no " + what.replaceFirst("^a ", "") + " on this machine",
                "install it: apt-get install " + toInstall));
  }

  private static Trial kernel() {
    var question = "Has the kernel overlayfs and namespaces?";
    var missing =
        Stream.concat(
                Stream.of("user", "net", "mnt", "pid", "uts", "ipc")
                    .filter(name -> !Files.exists(Path.of("/proc/self/ns", name)))
                    .map(name -> name + " namespaces"),
                hasOverlay() ? Stream.<String>of() : Stream.of("overlayfs"))
            .toList();
    return missing.isEmpty()
        ? Trial.passed(question, "Linux " + read(Path.of("/proc/sys/kernel/osrelease")))
        : Trial.failed(
            question,
            "missing: " + String.join(", ", missing),
            Cause.RUNTIME_UNFIT,
            "The kernel lacks what containers need",
            "load what is missing: modprobe overlay; or use a kernel that has it");
  }

  private static boolean hasOverlay() {
    return read(Path.of("/proc/filesystems"))
        .lines()
        .anyMatch(line -> line.strip().endsWith("overlay"));
  }

  private static Trial cgroups() {
    var question = "Can CPU, memory and processes be limited?";
    boolean unified = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    var there = unified ? unified() : enabled();
    var missing = Stream.of("cpu", "memory", "pids").filter(name -> !there.contains(name)).toList();
    return missing.isEmpty()
        ? Trial.passed(question, "cgroups of version " + (unified ? 2 : 1))
        : Trial.failed(
            question,
            "no controller for " + String.join(", ", missing),
            Cause.RUNTIME_UNFIT,
            "The kernel cannot limit what containers use",
            "start it with cgroup_enable=memory, and see what it has: cat /proc/cgroups");
  }

  private static List<String> unified() {
    return List.of(read(Path.of("/sys/fs/cgroup/cgroup.controllers")).split("\\s+"));
  }

  /// A line for each: its name, its hierarchy, how many groups, and 1 if it is enabled.
  private static List<String> enabled() {
    return read(Path.of("/proc/cgroups"))
        .lines()
        .map(line -> line.split("\\s+"))
        .filter(words -> words.length == 4 && words[3].equals("1"))
        .map(words -> words[0])
        .toList();
  }

  private Trial disk() {
    var question = "Is there room where the engine keeps its state?";
    try {
      long free = Files.getFileStore(existing(state)).getUsableSpace();
      var seen = "%s: %.1f GiB free".formatted(state, free / (double) GIBIBYTE);
      return free >= LEAST_ROOM && Files.isWritable(existing(state))
          ? Trial.passed(question, seen)
          : Trial.failed(
              question,
              seen,
              Cause.DISK_FULL,
              "There is no room for images",
              "make room, and see what takes it: windlass image prune --all; df -h " + state);
    } catch (IOException e) {
      return Trial.failed(
          question,
          e.toString(),
          Cause.DISK_TROUBLE,
          "The disk cannot be looked at",
          "check the disk: dmesg | tail");
    }
  }

  private static Path existing(Path path) {
    var parent = path.toAbsolutePath().getParent();
    return Files.exists(path) || parent == null ? path : existing(parent);
  }

  /// Certificates and tokens are good for some time only, so a wrong clock makes them bad.
  private Trial time() {
    var question = "Is the clock right, as far as can be told?";
    var now = clock.instant();
    var latest = latest();
    return now.isBefore(latest)
        ? Trial.failed(
            question,
            "it says %s, and must be after %s".formatted(now, latest),
            Cause.CLOCK_WRONG,
            "The clock of this machine is wrong",
            "set it: timedatectl set-ntp true, or date --set '…'")
        : Trial.passed(question, now.toString());
  }

  /// What was written was written in the past.
  private Instant latest() {
    try {
      var written = Files.getLastModifiedTime(existing(state)).toInstant();
      return written.minus(PATIENCE).isAfter(EARLIEST) ? written.minus(PATIENCE) : EARLIEST;
    } catch (IOException e) {
      return EARLIEST;
    }
  }

  private static Trial listening(Port port) {
    var question = "Does the %s answer?".formatted(port.name());
    var at = port.address().getHostString() + ":" + port.address().getPort();
    try (var socket = new Socket()) {
      socket.connect(port.address(), (int) PATIENCE.toMillis());
      return Trial.passed(question, at);
    } catch (IOException e) {
      return Trial.failed(
          question,
          at + ": " + e.getMessage(),
          Cause.ADDRESS_IN_USE,
          "The %s does not answer at %s".formatted(port.name(), at),
          "see who listens there: ss -ltnp; and give it another port: windlass up %s N"
              .formatted(port.option()));
    }
  }

  /// Only a warning: who has all images on this machine needs no names.
  private static void names(Chart chart) {
    var question = "Do the name servers answer?";
    var servers = servers();
    var silent = servers.stream().filter(server -> !server.answers(PATIENCE)).toList();
    boolean well = !servers.isEmpty() && silent.isEmpty();
    var answer =
        servers.isEmpty()
            ? "none is named in /etc/resolv.conf"
            : well ? NameServer.list(servers) : "silent: " + NameServer.list(silent);
    chart.add(new Report.Check(question, well ? "yes" : "no", answer));
    if (!well) {
      chart.add(
          new Report.Warning(
              Cause.NAME_SERVER_SILENT.id(),
              "Images of registries elsewhere cannot be found: %s.".formatted(answer),
              "check the name servers: cat /etc/resolv.conf"));
    }
  }

  private static List<NameServer> servers() {
    try {
      return NameServer.ofThisMachine();
    } catch (IOException noFile) {
      return List.of();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip().toLowerCase(Locale.ROOT);
    } catch (IOException notThere) {
      return "";
    }
  }
}
