// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.runtime.Container;
import dev.windlass.runtime.Containers;
import dev.windlass.runtime.Log;
import dev.windlass.runtime.Observed;
import dev.windlass.runtime.Start;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Containers whose time is that of the simulation.
final class SimContainers implements Containers {
  private final InstantSource clock;
  private final Predicate<String> routed;
  private final Map<String, Observed> all = new TreeMap<>();
  private final Map<String, Container> wanted = new TreeMap<>();
  private Consumer<String> listener = _ -> {};
  private int addresses;

  /// @param routed whether requests are sent to a container
  SimContainers(InstantSource clock, Predicate<String> routed) {
    this.clock = clock;
    this.routed = routed;
  }

  @Override
  public Start start(Container container) throws InterruptedException {
    return make(container, new Observed.State.Running());
  }

  @Override
  public Start begin(String id) throws InterruptedException {
    Fibers.block();
    turn(id, Observed.State.Created.class, new Observed.State.Running());
    Fibers.point();
    return Optional.ofNullable(all.get(id))
        .<Start>map(Start.Started::new)
        .orElseGet(() -> new Start.Failed(Start.Kind.OTHER, "gone"));
  }

  @Override
  public Start create(Container container) throws InterruptedException {
    return make(container, new Observed.State.Created());
  }

  @Override
  public void freeze(String id) {
    if (routed.test(id)) {
      throw new AssertionError(id + " is frozen while requests are sent to it");
    }
    turn(id, Observed.State.Running.class, new Observed.State.Frozen());
  }

  @Override
  public void thaw(String id) {
    turn(id, Observed.State.Frozen.class, new Observed.State.Running());
  }

  @Override
  public long memory(String id) {
    return 0;
  }

  private void turn(String id, Class<? extends Observed.State> from, Observed.State to) {
    var c = all.get(id);
    if (c != null && from.isInstance(c.state())) {
      all.put(id, new Observed(id, c.labels(), c.address(), c.startedAt(), to));
    }
  }

  private Start make(Container container, Observed.State state) throws InterruptedException {
    Fibers.block();
    if (container.commands().contains("missing")) {
      return new Start.Failed(Start.Kind.EXECUTABLE_NOT_FOUND, "no such file");
    }
    var observed =
        all.computeIfAbsent(
            container.id(),
            id -> new Observed(id, container.labels(), nextAddress(), clock.instant(), state));
    wanted.put(container.id(), container);
    Fibers.point();
    return new Start.Started(observed);
  }

  @Override
  public boolean stop(String id, Duration grace) throws InterruptedException {
    Fibers.block();
    var container = all.get(id);
    if (container != null && container.running() && routed.test(id)) {
      throw new AssertionError(id + " is stopped while requests are sent to it");
    }
    all.remove(id);
    Fibers.point();
    return true;
  }

  @Override
  public List<Observed> list() {
    Fibers.point();
    return List.copyOf(all.values());
  }

  /// What is there, for those who look from outside.
  List<Observed> there() {
    return List.copyOf(all.values());
  }

  Optional<Container> at(InetAddress address) {
    return all.values().stream()
        .filter(c -> c.running() && c.address().equals(address))
        .findFirst()
        .flatMap(c -> Optional.ofNullable(wanted.get(c.id())));
  }

  Optional<Container> startedAs(String id) {
    return Optional.ofNullable(wanted.get(id));
  }

  void end(String id, int code, boolean outOfMemory) {
    var c = all.get(id);
    if (c != null && !c.ended()) {
      var state =
          new Observed.State.Ended(
              code,
              outOfMemory ? Observed.Excess.MEMORY : Observed.Excess.NOTHING,
              clock.instant());
      all.put(id, new Observed(id, c.labels(), c.address(), c.startedAt(), state));
      listener.accept(id);
    }
  }

  void vanish(String id) {
    all.remove(id);
  }

  @Override
  public void onEnd(Consumer<String> next) {
    listener = next;
  }

  @Override
  public Log log(String id) {
    return (_, _, reader) -> reader.line(new Log.Line(clock.instant(), true, "oh no"));
  }

  private InetAddress nextAddress() {
    addresses++;
    try {
      return InetAddress.getByAddress(
          new byte[] {10, (byte) (addresses >> 16), (byte) (addresses >> 8), (byte) addresses});
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }
}
