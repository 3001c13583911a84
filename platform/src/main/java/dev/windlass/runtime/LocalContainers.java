// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.RootFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Containers of this machine, run by crun and each held by a conmon. Needs root.
///
/// All methods may be called from many threads. Closing it leaves the containers running; opening
/// it again, in this process or after a crash in another, finds them. Only one at a time may be
/// open on a state folder.
public final class LocalContainers implements Containers, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LocalContainers.class.getName());
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  /// How long a process may take to end that was sent SIGKILL.
  private static final Duration DEATH = Duration.ofSeconds(20);

  /// How often what containers wrote is looked at.
  private static final Duration STORAGE_LOOK = Duration.ofSeconds(10);

  /// How many containers are started at the same time; more only take turns on the processors.
  private static final int MOST_STARTS = 2 * Runtime.getRuntime().availableProcessors();

  private final Layout layout;
  private final OciRuntime runtime;
  private final Network network;
  private final Cgroups cgroups;
  private final Slots slots;
  private final HostIds hostIds;
  private final LogLimits limits;
  private final Launch launch;
  private final Ends ends = new Ends();
  private final Turns turns = new Turns();
  private final Semaphore starts = new Semaphore(MOST_STARTS, true);
  private final FolderWatch appearances;
  private final FolderWatch writes;
  private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Thread storage = Thread.ofVirtual().name("storage").unstarted(this::watchStorage);

  /// A container and who looks after its log.
  private record Held(Instance instance, FolderWatch.Watching logs) {}

  private LocalContainers(Path state, String engine, LogLimits limits)
      throws IOException, InterruptedException {
    this.limits = limits;
    var memory = Memory.of(engine);
    layout = Layout.at(state, memory);
    cgroups = new Cgroups(engine);
    runtime = OciRuntime.find(Cgroups.prefix(), memory.runtime());
    network = Network.open(engine, layout.network());
    slots = network.slots();
    // runc looks for the files as root of the container, who may not walk through our folders
    hostIds = runtime.crun() ? HostIds.of(engine) : HostIds.shared();
    appearances = FolderWatch.of(StandardWatchEventKinds.ENTRY_CREATE);
    writes =
        FolderWatch.of(
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
    launch =
        new Launch(
            layout,
            runtime,
            new Monitor(runtime, layout.exits(), limits.size()),
            network,
            cgroups,
            Seccomp.standard(runtime, layout.state()),
            ends,
            hostIds,
            Capabilities.usual());
  }

  /// Opens the containers of an engine, and makes its network where it is not there.
  ///
  /// @param state a folder for all that has to be remembered
  /// @param engine letters, digits and `-`; two engines on one machine have different ones
  public static LocalContainers open(Path state, String engine)
      throws IOException, InterruptedException {
    return open(state, engine, LogLimits.STANDARD);
  }

  static LocalContainers open(Path state, String engine, LogLimits limits)
      throws IOException, InterruptedException {
    check("engine", engine);
    var containers = new LocalContainers(state, engine, limits);
    containers.adopt();
    containers.storage.start();
    return containers;
  }

  /// Lets containers of a project go to these ranges only, those that run already too. A project of
  /// which nothing was said may go everywhere.
  ///
  /// @param ranges IPv4, such as `10.0.0.0/8`; `0.0.0.0/0` for everywhere, none for nowhere
  public void allow(String project, List<String> ranges) throws IOException, InterruptedException {
    network.egress().allow(project, ranges);
  }

  /// The address at which containers reach this machine.
  public InetAddress gateway() {
    return network.gateway();
  }

  /// The project of the container that has this address.
  public Optional<String> projectAt(InetAddress address) {
    return network.egress().project(address);
  }

  /// Containers that start from now on look names up at the gateway, where something answers on
  /// these ports.
  public void nameServer(int udp, int tcp) throws IOException, InterruptedException {
    network.nameServer(udp, tcp);
  }

  /// Port 80 of the gateway is this port from now on.
  public void http(int port) throws IOException, InterruptedException {
    network.http(port);
  }

  /// The name servers that this machine asks itself, as it is set up now.
  public static List<String> nameServers() throws IOException {
    return Resolvers.serversOfHost(Resolvers.ofHost());
  }

  /// A folder in memory for the secrets and config maps that containers mount.
  public Path mounts() {
    return layout.memory().mounts();
  }

  /// Whether there may be something of an engine on this machine.
  public static boolean leftBy(String engine) {
    return Memory.of(engine).exists();
  }

  private static void check(String what, String name) {
    if (!ID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' needs 1 to 63 letters, digits and -".formatted(what, name));
    }
  }

  private void adopt() throws IOException, InterruptedException {
    appearances.on(layout.exits(), this::noticeEnds);
    for (var id : layout.ids()) {
      var folder = layout.bundle(id);
      if (Files.exists(folder.saved())) {
        adopt(Instance.Saved.read(folder.saved()));
      } else {
        LOG.log(System.Logger.Level.INFO, "removing {0}, which was only half started", id);
        Monitor.of(folder).forEach(ProcessId::kill);
        clear(id);
      }
    }
  }

  private void adopt(Instance.Saved saved) throws IOException, InterruptedException {
    var address = network.subnet().address(saved.slot());
    var instance = new Instance(saved, address, layout, cgroups);
    instance.recall();
    if (!instance.spent()) {
      network.egress().join(address, saved.labels().getOrDefault(PROJECT, ""));
      slots.keep(saved.slot());
    }
    hold(instance);
    if (instance.ended()) {
      instance.announce(); // it is there to be found; nobody listened when it ended
      Thread.startVirtualThread(() -> release(saved.id()));
    }
  }

  private void hold(Instance instance) throws IOException {
    var logs = instance.folder().logs();
    held.put(
        instance.saved().id(), new Held(instance, appearances.on(logs.folder(), () -> keep(logs))));
    keep(logs);
  }

  private void keep(LogFiles logs) {
    try {
      logs.keep(limits.kept());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot keep the log in " + logs.folder(), e);
    }
  }

  private void noticeEnds() {
    ends.changed();
    for (var one : held.values()) {
      if (one.instance.hasNews()) {
        var id = one.instance.saved().id();
        Thread.startVirtualThread(() -> listeners.forEach(listener -> listener.accept(id)));
        Thread.startVirtualThread(() -> release(id));
      }
    }
  }

  /// Frees what a container that ended does not need any more: all but its log and how it ended.
  private void release(String id) {
    try {
      turns.begin(id);
      try {
        var there = held.get(id);
        if (there != null && !there.instance.spent()) {
          free(there.instance);
        }
      } finally {
        turns.end(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot free all that " + id + " held", e);
    }
  }

  private void free(Instance instance) throws IOException, InterruptedException {
    var saved = instance.saved();
    runtime.forget(saved.id());
    dismantle(saved.id());
    instance.folder().prune();
    network.leave(saved.slot());
    instance.spend();
    slots.giveBack(saved.slot());
  }

  @Override
  public Start start(Container container) throws InterruptedException {
    return inTurn(
        container.id(),
        () -> {
          var there = held.get(container.id());
          return there == null ? startNew(container) : new Start.Started(there.instance.observed());
        });
  }

  @Override
  public Start create(Container container) throws InterruptedException {
    return inTurn(
        container.id(),
        () -> {
          var there = held.get(container.id());
          return there == null
              ? createNew(container)
              : new Start.Started(there.instance.observed());
        });
  }

  @Override
  public Start begin(String id) throws InterruptedException {
    return inTurn(
        id,
        () -> {
          var there = held.get(id);
          if (there == null) {
            return Start.Failed.absent(id);
          }
          return there.instance.state() instanceof Observed.State.Created
              ? begin(there)
              : new Start.Started(there.instance.observed());
        });
  }

  /// What is done to a container by one at a time, and to not many at the same time.
  @FunctionalInterface
  private interface Turn {
    Start take() throws InterruptedException;
  }

  private Start inTurn(String id, Turn turn) throws InterruptedException {
    check("container", id);
    turns.begin(id);
    try {
      starts.acquire();
      try {
        return turn.take();
      } finally {
        starts.release();
      }
    } finally {
      turns.end(id);
    }
  }

  private Start startNew(Container container) throws InterruptedException {
    return orForget(
        container.id(),
        slots.take(),
        (slot, laps) -> {
          var instance = launch.create(container, slot, laps);
          launch.begin(instance, laps);
          hold(instance);
          return instance;
        });
  }

  private Start createNew(Container container) throws InterruptedException {
    return orForget(
        container.id(),
        slots.take(),
        (slot, laps) -> {
          var instance = launch.create(container, slot, laps);
          instance.saved().write(instance.folder().saved());
          hold(instance);
          return instance;
        });
  }

  private Start begin(Held created) throws InterruptedException {
    var instance = created.instance;
    return orForget(
        instance.saved().id(),
        instance.saved().slot(),
        (_, laps) -> {
          launch.begin(instance, laps);
          return instance;
        });
  }

  @FunctionalInterface
  private interface Making {
    Instance make(int slot, Laps laps) throws IOException, InterruptedException, Refused;
  }

  private Start orForget(String id, int slot, Making making) throws InterruptedException {
    boolean made = false;
    var laps = new Laps();
    try {
      var instance = making.make(slot, laps);
      made = true;
      noticeEnds(); // it may have ended before it was held
      return new Start.Started(instance.observed(), laps.all());
    } catch (Refused refused) {
      return refused.failed();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot start " + id, e);
      return new Start.Failed(Start.Kind.OTHER, String.valueOf(e.getMessage()));
    } finally {
      if (!made) {
        forget(id, slot);
      }
    }
  }

  @Override
  public void freeze(String id) throws IOException {
    var there = held.get(id);
    if (there != null) {
      there.instance.freeze();
    }
  }

  @Override
  public void thaw(String id) throws IOException {
    var there = held.get(id);
    if (there != null) {
      there.instance.thaw();
    }
  }

  @Override
  public long memory(String id) {
    var there = held.get(id);
    try {
      return there == null ? 0 : there.instance.memory();
    } catch (IOException gone) {
      return 0; // it ended while we looked
    }
  }

  private void forget(String id, int slot) throws InterruptedException {
    Optional.ofNullable(held.remove(id)).ifPresent(there -> there.logs.close());
    try {
      Monitor.of(layout.bundle(id)).forEach(ProcessId::kill);
      clear(id);
      network.disconnect(slot);
      slots.giveBack(slot);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot remove all of " + id, e);
    }
  }

  @Override
  public boolean stop(String id, Duration grace) throws InterruptedException {
    var there = find(id);
    if (there == null) {
      return true;
    }
    try {
      boolean heeded = end(there.instance, grace);
      remove(there);
      return heeded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean end(String id, Duration grace) throws InterruptedException {
    var there = find(id);
    if (there == null) {
      return true;
    }
    try {
      return end(there.instance, grace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The container, after its start is over when it is under way.
  private @Nullable Held find(String id) throws InterruptedException {
    turns.begin(id);
    try {
      return held.get(id);
    } finally {
      turns.end(id);
    }
  }

  private boolean end(Instance instance, Duration grace) throws IOException, InterruptedException {
    if (instance.state() instanceof Observed.State.Created) {
      instance.saved().init().kill(); // there is no program that could be asked
      return ends.await(instance::ended, DEATH);
    }
    instance.thaw();
    instance.saved().init().terminate();
    if (ends.await(instance::ended, grace)) {
      return true;
    }
    instance.saved().init().kill();
    if (!ends.await(instance::ended, DEATH)) {
      throw new IOException(
          "container %s did not end within %s of SIGKILL".formatted(instance.saved().id(), DEATH));
    }
    return false;
  }

  private void remove(Held one) throws IOException, InterruptedException {
    var saved = one.instance.saved();
    turns.begin(saved.id());
    try {
      if (one.equals(held.get(saved.id()))) {
        one.logs.close();
        saved.conmon().kill(); // it has written the code, which is the last it has to do
        clear(saved.id());
        held.remove(saved.id());
        if (!one.instance.spent()) {
          network.disconnect(saved.slot());
          slots.giveBack(saved.slot());
        }
      }
    } finally {
      turns.end(saved.id());
    }
  }

  /// Removes what there is of a container, whole or half. Its folder goes last, and of that first
  /// what makes it whole, so that what a crash or a failure leaves is found and removed the next
  /// time.
  private void clear(String id) throws IOException, InterruptedException {
    takeDown(id);
    Files.deleteIfExists(layout.exit(id));
    Files.deleteIfExists(layout.bundle(id).saved());
    Layout.delete(layout.bundle(id).path());
  }

  private void takeDown(String id) throws IOException, InterruptedException {
    runtime.delete(id);
    dismantle(id);
  }

  /// What the runtime leaves to us, or would do as we do.
  private void dismantle(String id) throws IOException {
    Files.deleteIfExists(layout.memory().config(id));
    cgroups.remove(id);
    RootFs.unmount(layout.bundle(id).path());
  }

  @Override
  public List<Observed> list() {
    return held.values().stream().map(one -> one.instance.observed()).toList();
  }

  @Override
  public List<Observed> list(Map<String, String> labels) {
    return held.values().stream()
        .filter(one -> has(one.instance.saved().labels(), labels))
        .map(one -> one.instance.observed())
        .toList();
  }

  /// Asked of each container at each look at anything.
  private static boolean has(Map<String, String> all, Map<String, String> wanted) {
    for (var label : wanted.entrySet()) {
      if (!label.getValue().equals(all.get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private void watchStorage() {
    try {
      while (true) {
        Thread.sleep(STORAGE_LOOK);
        lookAtStorage();
      }
    } catch (InterruptedException closed) {
      // there is nobody left to look for
    }
  }

  /// Kills those that wrote more than they may.
  void lookAtStorage() throws InterruptedException {
    try {
      var all = held.values().stream().map(Held::instance).filter(Instance::mayFill).toList();
      var used = DiskUse.of(all.stream().flatMap(one -> one.folder().written().stream()).toList());
      for (var one : all) {
        one.wrote(
            one.folder().written().stream().mapToLong(part -> used.getOrDefault(part, 0L)).sum());
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot see how much containers wrote", e);
    }
  }

  @Override
  public void onEnd(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public List<InetSocketAddress> listening(String id) {
    var there = held.get(id);
    return there == null || there.instance.ended()
        ? List.of()
        : Sockets.of(there.instance.saved().init()).listening();
  }

  @Override
  public Log log(String id) {
    check("container", id);
    return new PrintedLog(layout.bundle(id).logs(), () -> over(id), writes);
  }

  private boolean over(String id) {
    var there = held.get(id);
    return there == null || there.instance.ended();
  }

  /// Stops looking after the containers, which run on.
  @Override
  public void close() throws IOException {
    storage.interrupt();
    appearances.close();
    writes.close();
    hostIds.close();
  }

  /// Stops all that run, side by side, and removes what belongs to this engine on this machine, but
  /// for the logs of what had ended by itself: the end of an engine that may begin again.
  public void down(Duration grace) throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var container : list()) {
        threads.execute(() -> {
          if (!container.ended()) {
            stopOrTell(container.id(), grace);
          } else {
            release(container.id());
          }
        });
      }
    }
    close();
    network.remove();
    cgroups.remove();
    layout.memory().remove();
  }

  private void stopOrTell(String id, Duration grace) {
    try {
      var _ = stop(id, grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "could not stop " + id, e);
    }
  }
}
