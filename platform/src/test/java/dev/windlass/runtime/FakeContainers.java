// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Containers that run nothing. A test decides what becomes of them: how they start, what they
/// print and how they end. Passes the same contract as the real ones.
public final class FakeContainers implements Containers {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
  private static final int KILLED = 137;

  private final ConcurrentHashMap<String, Fake> all = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
  private volatile Function<Container, Optional<Start.Failed>> refusal = _ -> Optional.empty();
  private volatile Function<Container, InetAddress> addresses = _ -> nextAddress();
  private volatile Consumer<String> afterStart = _ -> {};
  private int lastAddress;

  /// One container and what it printed.
  private static final class Fake {
    final Container container;
    final InetAddress address;
    final Instant startedAt = Instant.now();
    final List<Log.Line> lines = new ArrayList<>();
    Observed.State state = new Observed.State.Created();
    boolean removed;

    Fake(Container container, InetAddress address) {
      this.container = container;
      this.address = address;
    }

    /// Goes from one state to another, or stays in any other.
    synchronized boolean turn(Class<? extends Observed.State> from, Observed.State to) {
      boolean turned = from.isInstance(state);
      state = turned ? to : state;
      return turned;
    }

    synchronized Observed observed() {
      return new Observed(container.id(), container.labels(), address, startedAt, state);
    }

    synchronized boolean over() {
      return removed || state instanceof Observed.State.Ended;
    }

    synchronized boolean end(int code, boolean outOfMemory) {
      if (over()) {
        return false;
      }
      state =
          new Observed.State.Ended(
              code, outOfMemory ? Observed.Excess.MEMORY : Observed.Excess.NOTHING, Instant.now());
      notifyAll();
      return true;
    }

    synchronized void remove() {
      removed = true;
      notifyAll();
    }

    synchronized void print(Log.Line line) {
      lines.add(line);
      notifyAll();
    }

    /// The lines from a place on; waits for one when there are none yet.
    synchronized List<Log.Line> from(int place, BooleanSupplier follow)
        throws InterruptedException {
      while (lines.size() <= place && !over() && follow.getAsBoolean()) {
        wait(100);
      }
      return List.copyOf(lines.subList(Math.min(place, lines.size()), lines.size()));
    }
  }

  /// Decides which containers fail to start, and how.
  public void refuse(Function<Container, Optional<Start.Failed>> refusal) {
    this.refusal = refusal;
  }

  /// Decides where containers are, as when a test listens there itself.
  public void addresses(Function<Container, InetAddress> addresses) {
    this.addresses = addresses;
  }

  /// Does something to each container right after its start, as when it is to end at once.
  public void afterStart(Consumer<String> action) {
    this.afterStart = action;
  }

  /// Lets a container end by itself.
  public void end(String id, int code) {
    end(id, code, false);
  }

  /// Lets the kernel kill a container for its memory.
  public void runOutOfMemory(String id) {
    end(id, KILLED, true);
  }

  private void end(String id, int code, boolean outOfMemory) {
    var fake = all.get(id);
    if (fake != null && fake.end(code, outOfMemory)) {
      Thread.startVirtualThread(() -> listeners.forEach(listener -> listener.accept(id)));
    }
  }

  /// Lets a container print a line.
  public void print(String id, boolean error, String text) {
    var fake = all.get(id);
    if (fake != null) {
      fake.print(new Log.Line(Instant.now(), error, text));
    }
  }

  /// What was called that changed something: `start a`, `stop a`. In order.
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /// What a running or ended container was started with.
  public Optional<Container> container(String id) {
    return Optional.ofNullable(all.get(id)).map(fake -> fake.container);
  }

  @Override
  public Start start(Container container) {
    boolean there = all.containsKey(container.id());
    var made = make(container);
    return there || made instanceof Start.Failed ? made : begin(container.id());
  }

  @Override
  public Start begin(String id) {
    var fake = all.get(id);
    if (fake == null) {
      return new Start.Failed(Start.Kind.OTHER, "there is no container " + id);
    }
    if (fake.turn(Observed.State.Created.class, new Observed.State.Running())) {
      calls.add("start " + id);
      afterStart.accept(id);
    }
    return new Start.Started(fake.observed());
  }

  @Override
  public Start create(Container container) {
    boolean there = all.containsKey(container.id());
    var made = make(container);
    if (!there && made instanceof Start.Started) {
      calls.add("create " + container.id());
    }
    return made;
  }

  @Override
  public void freeze(String id) {
    turn(id, Observed.State.Running.class, new Observed.State.Frozen());
  }

  @Override
  public void thaw(String id) {
    turn(id, Observed.State.Frozen.class, new Observed.State.Running());
  }

  private void turn(String id, Class<? extends Observed.State> from, Observed.State to) {
    var fake = all.get(id);
    if (fake != null && fake.turn(from, to)) {
      calls.add((to instanceof Observed.State.Frozen ? "freeze " : "thaw ") + id);
    }
  }

  @Override
  public long memory(String id) {
    return all.containsKey(id) ? 1 << 20 : 0;
  }

  private Start make(Container container) {
    check(container.id());
    if (!all.containsKey(container.id())) {
      var failed = refused(container);
      if (failed.isPresent()) {
        return failed.get();
      }
    }
    return new Start.Started(
        all.computeIfAbsent(container.id(), _ -> new Fake(container, addresses.apply(container)))
            .observed());
  }

  private Optional<Start.Failed> refused(Container container) {
    try {
      Invocation.of(container, new Identity(0, 0, List.of(), "/"));
      return refusal.apply(container);
    } catch (Refused e) {
      return Optional.of(e.failed());
    }
  }

  private static void check(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "container '%s' needs 1 to 63 letters, digits and -".formatted(id));
    }
  }

  @Override
  public boolean stop(String id, Duration grace) {
    var fake = all.remove(id);
    if (fake != null) {
      calls.add("stop " + id);
      end(fake, id);
      fake.remove();
    }
    return true;
  }

  private void end(Fake fake, String id) {
    if (fake.end(KILLED, false)) {
      Thread.startVirtualThread(() -> listeners.forEach(listener -> listener.accept(id)));
    }
  }

  @Override
  public List<Observed> list() {
    return all.values().stream().map(Fake::observed).toList();
  }

  @Override
  public void onEnd(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public Log log(String id) {
    return (tail, follow, reader) -> read(all.get(id), tail, follow, reader);
  }

  private static void read(@Nullable Fake fake, int tail, BooleanSupplier follow, Log.Reader reader)
      throws IOException, InterruptedException {
    if (fake == null) {
      return;
    }
    var there = fake.from(0, () -> false);
    int place = tail < 0 ? 0 : Math.max(0, there.size() - tail);
    boolean over;
    do {
      over = fake.over();
      for (var line : fake.from(place, follow)) {
        reader.line(line);
        place++;
      }
    } while (!over && follow.getAsBoolean());
  }

  private synchronized InetAddress nextAddress() {
    lastAddress++;
    try {
      return InetAddress.getByAddress(
          new byte[] {127, 77, (byte) (lastAddress >> 8), (byte) lastAddress});
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
