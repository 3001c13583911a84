// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.IdMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The `config.json` of a container, as the OCI runtime specification has it.
///
/// @param files the limit on open files; never above this machine's
/// @param ids the ids of this machine that stand for the container's
record Bundle(
    Container container,
    Invocation invocation,
    ContainerFolder folder,
    String cgroup,
    List<String> capabilities,
    long files,
    Optional<IdMap> ids) {

  /// Shorter than the kernel's 100 ms: who has used up its time waits less for more, and its
  /// neighbours wait less for it.
  private static final long CPU_PERIOD = 20_000;

  private static final long CPU_SHARES = 1024;
  private static final long FEWEST_CPU_SHARES = 2;
  private static final long SHORTEST_CPU_QUOTA = 1000;

  /// Relative to the bundle, because root in a container may not walk through our state folder.
  private static final String ROOT = "rootfs";

  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /// The whole of it, with the system calls that it may make.
  Map<String, Object> json(Seccomp seccomp) throws IOException {
    var annotations = new LinkedHashMap<String, String>();
    var linux = linux();
    seccomp.apply(linux, annotations);
    var all = new LinkedHashMap<String, Object>();
    all.put("ociVersion", "1.0.2");
    all.put("process", process());
    all.put("root", Map.of("path", ROOT, "readonly", false));
    all.put("hostname", container.id());
    all.put("mounts", mounts());
    all.put("linux", linux);
    all.put("annotations", annotations);
    return all;
  }

  private Map<String, Object> process() {
    var who = invocation.who();
    var process = new LinkedHashMap<String, Object>();
    process.put("terminal", false);
    process.put(
        "user", Map.of("uid", who.user(), "gid", who.group(), "additionalGids", who.groups()));
    process.put("args", invocation.words());
    process.put(
        "env",
        invocation.environment().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList());
    process.put("cwd", invocation.folder());
    process.put("noNewPrivileges", true);
    process.put("capabilities", powers());
    process.put("rlimits", List.of(Map.of("type", "RLIMIT_NOFILE", "soft", files, "hard", files)));
    return process;
  }

  /// A program that does not run as root has none of them, and cannot get any; the bound is there
  /// for it too.
  private Map<String, Object> powers() {
    return Map.of("bounding", capabilities, "effective", capabilities, "permitted", capabilities);
  }

  private Map<String, Object> linux() {
    var linux = new LinkedHashMap<String, Object>();
    linux.put("cgroupsPath", cgroup);
    linux.put("resources", resources());
    linux.put("namespaces", namespaces());
    linux.put("maskedPaths", MASKED);
    linux.put("readonlyPaths", READ_ONLY);
    linux.put(
        "sysctl",
        Map.of("net.ipv4.ip_unprivileged_port_start", "0", "net.ipv4.ping_group_range", "0 65535"));
    ids.ifPresent(map -> {
      linux.put("uidMappings", List.of(mapping(map)));
      linux.put("gidMappings", List.of(mapping(map)));
    });
    return linux;
  }

  private static Map<String, Integer> mapping(IdMap map) {
    return Map.of("containerID", 0, "hostID", map.base(), "size", map.count());
  }

  private List<Map<String, String>> namespaces() {
    var names = new ArrayList<>(List.of("pid", "ipc", "uts", "mount", "network", "cgroup"));
    ids.ifPresent(_ -> names.add("user"));
    return names.stream().map(name -> Map.of("type", name)).toList();
  }

  private Map<String, Object> resources() {
    var limits = container.limits();
    long shares = limits.milliCpu() * CPU_SHARES / 1000;
    long quota = limits.milliCpu() * CPU_PERIOD / 1000;
    var memory = new LinkedHashMap<String, Object>(Map.of("limit", limits.memory()));
    if (Cgroups.countsSwap()) {
      memory.put("swap", limits.memory());
    }
    return Map.of(
        "cpu",
        Map.of(
            "shares",
            Math.max(FEWEST_CPU_SHARES, shares),
            "quota",
            Math.max(SHORTEST_CPU_QUOTA, quota),
            "period",
            CPU_PERIOD),
        "memory",
        memory,
        "pids",
        Map.of("limit", limits.processes()),
        "devices",
        List.of(Map.of("allow", false, "access", "rwm")));
  }

  private List<Map<String, Object>> mounts() {
    var all = new ArrayList<Map<String, Object>>();
    all.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
    all.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
    all.add(
        mount(
            "/dev/pts",
            "devpts",
            "devpts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"));
    all.add(
        mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));
    all.add(mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
    all.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
    all.add(
        mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"));
    for (var name : List.of("resolv.conf", "hosts", "hostname")) {
      all.add(bind("/etc/" + name, folder.etc(name).toString()));
    }
    container.mounts().forEach((target, source) -> all.add(bind(target, source.toString())));
    return all;
  }

  private static Map<String, Object> bind(String target, String source) {
    return mount(target, "bind", source, "rbind", "rprivate", "nosuid", "nodev", "ro");
  }

  private static Map<String, Object> mount(
      String target, String type, String source, String... options) {
    return Map.of(
        "destination", target, "type", type, "source", source, "options", List.of(options));
  }
}
