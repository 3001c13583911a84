// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.IdMap;
import dev.windlass.image.RootFs;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The way from a container that is wanted to a process that runs. Whoever calls cleans up when it
/// ends half way.
record Launch(
    Layout layout,
    OciRuntime runtime,
    Monitor monitor,
    Network network,
    Cgroups cgroups,
    Seccomp seccomp,
    Ends ends,
    HostIds hostIds,
    List<String> capabilities) {
  /// How long a created process may take to become the container's own program, or, when it cannot,
  /// to end.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long LOOK_AGAIN_NANOS = 100_000;
  private static final long MOST_FILES = 1 << 20;

  /// Does all that comes before the start of its program, at an address of the network.
  Instance create(Container container, int slot, Laps laps)
      throws IOException, InterruptedException, Refused {
    Thread.ofPlatform().daemon().start(Cgroups::warmUp);
    var folder = layout.bundle(container.id());
    Files.deleteIfExists(layout.exit(container.id()));
    folder.make();
    var ids = hostIds.forImage(container.image());
    RootFs.mount(container.image(), folder.path(), ids);
    writeEtc(folder, container, network.subnet().address(slot));
    writeConfig(container, folder, ids);
    laps.end(Start.Phase.MOUNT);
    var created = monitor.create(container.id(), folder);
    laps.end(Start.Phase.CREATE);
    seccomp.keep(container.id());
    var project = container.labels().getOrDefault(Containers.PROJECT, "");
    network.egress().join(network.subnet().address(slot), project);
    network.connect(created.init().pid(), slot);
    laps.end(Start.Phase.NETWORK);
    var saved =
        new Instance.Saved(
            container.id(),
            container.labels(),
            slot,
            true,
            Instant.now(),
            container.limits().storage(),
            created.init(),
            created.conmon());
    return new Instance(saved, network.subnet().address(slot), layout, cgroups);
  }

  /// Starts the program of one that was created.
  void begin(Instance instance, Laps laps) throws IOException, InterruptedException, Refused {
    letGo(instance.saved().id(), instance.saved().init());
    instance.begun();
    laps.end(Start.Phase.START);
  }

  private void writeConfig(Container container, ContainerFolder folder, Optional<IdMap> ids)
      throws IOException, Refused {
    var who = Identity.of(Invocation.user(container), new Inside(folder.rootfs()));
    var bundle =
        new Bundle(
            container,
            Invocation.of(container, who),
            folder,
            cgroups.path(container.id()),
            capabilities,
            openFiles(),
            ids);
    var config = layout.memory().config(container.id());
    Files.writeString(config, Jsonb.instance().toJson(bundle.json(seccomp)));
    Files.createSymbolicLink(folder.config(), config); // the environment may be secret
  }

  private void writeEtc(ContainerFolder folder, Container container, InetAddress address)
      throws IOException {
    String id = container.id();
    var host = Resolvers.ofHost();
    folder.writeEtc(
        "resolv.conf",
        network.answersNames()
            ? Resolvers.asking(network.gateway(), container.search(), host)
            : Resolvers.forContainers(host));
    folder.writeEtc("hostname", id + "\n");
    folder.writeEtc(
        "hosts",
        "127.0.0.1 localhost\n::1 localhost\n%s %s\n".formatted(address.getHostAddress(), id));
  }

  /// This machine's hard limit: without more rights than we may have, nobody gets above it.
  private static long openFiles() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        var hard = line.substring("Max open files".length()).strip().split("\\s+", -1)[1];
        return hard.equals("unlimited") ? MOST_FILES : Math.min(MOST_FILES, Long.parseLong(hard));
      }
    }
    throw new IOException("/proc/self/limits says nothing about open files");
  }

  /// The runtime says that it started a program before the kernel accepted that program. So we wait
  /// until the process has become it; or has ended, and then the runtime's reason is in the log.
  private void letGo(String id, ProcessId init) throws IOException, InterruptedException, Refused {
    var before = init.program();
    runtime.start(id);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var now = init.program();
    while (now.equals(before) && now.isPresent()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the program of " + id + " did not begin within " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      now = init.program();
    }
    if (now.isEmpty()) {
      explain(id); // it ended: by itself, or because the kernel did not accept its program
    }
  }

  private void explain(String id) throws IOException, InterruptedException, Refused {
    if (!ends.await(() -> Files.exists(layout.exit(id)), PATIENCE)) {
      throw new IOException("conmon did not tell how " + id + " ended within " + PATIENCE);
    }
    var lines = new ArrayList<String>();
    try (var cursor = new LogCursor(layout.bundle(id).logs(), line -> lines.add(line.text()))) {
      cursor.drain();
    }
    var complaint = lines.stream().findFirst().filter(Complaint::printed);
    if (complaint.isPresent()) {
      throw new Refused(Complaint.kind(complaint.get()), complaint.get());
    }
  }
}
