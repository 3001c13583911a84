// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// A container that was started and not yet stopped.
final class Instance {
  /// The code of a process that was killed.
  private static final int KILLED = 128 + 9;

  private volatile Saved saved;
  private final InetAddress address;
  private final Path exit;
  private final ContainerFolder folder;
  private final Cgroups cgroups;
  private final AtomicBoolean announced = new AtomicBoolean();
  private Observed.State state;
  private boolean spent;

  Instance(Saved saved, InetAddress address, Layout layout, Cgroups cgroups) {
    this.saved = saved;
    this.address = address;
    this.exit = layout.exit(saved.id());
    this.folder = layout.bundle(saved.id());
    this.cgroups = cgroups;
    this.state = saved.created() ? new Observed.State.Created() : new Observed.State.Running();
  }

  /// What has to be known of it after a crash of ours.
  ///
  /// @param created whether its program was not started yet
  /// @param startedAt when it was, or, if it was not, when it was created
  /// @param storage bytes that it may write; 0 for any number
  @Json
  record Saved(
      String id,
      Map<String, String> labels,
      int slot,
      boolean created,
      Instant startedAt,
      long storage,
      ProcessId init,
      ProcessId conmon) {
    Saved started() {
      return new Saved(id, labels, slot, false, Instant.now(), storage, init, conmon);
    }

    static Saved read(Path file) throws IOException {
      return Jsonb.instance().type(Saved.class).fromJson(Files.readString(file));
    }

    void write(Path file) throws IOException {
      Layout.replace(file, Jsonb.instance().type(Saved.class).toJson(this));
    }
  }

  /// How it ended, once it is spent.
  @Json
  record End(int code, Observed.Excess excess, Instant at) {}

  /// Takes up what an earlier process knew of its end, or of it.
  synchronized void recall() throws IOException {
    if (state instanceof Observed.State.Running && cgroups.frozen(saved.id())) {
      state = new Observed.State.Frozen();
    }
    if (Files.exists(folder.ended())) {
      var end = Jsonb.instance().type(End.class).fromJson(Files.readString(folder.ended()));
      state = new Observed.State.Ended(end.code(), end.excess(), end.at());
      spent = true;
    }
  }

  /// Writes down that its program runs.
  synchronized void begun() throws IOException {
    saved = saved.started();
    saved.write(folder.saved());
    state = new Observed.State.Running();
  }

  synchronized void freeze() throws IOException {
    if (state() instanceof Observed.State.Running) {
      cgroups.freeze(saved.id(), true);
      state = new Observed.State.Frozen();
    }
  }

  synchronized void thaw() throws IOException {
    if (state() instanceof Observed.State.Frozen) {
      cgroups.freeze(saved.id(), false);
      state = new Observed.State.Running();
    }
  }

  /// Whether what it writes is bounded, and it may be writing.
  boolean mayFill() {
    return saved.storage() > 0 && state() instanceof Observed.State.Running;
  }

  /// Kills it if this is more than it may have written.
  synchronized void wrote(long bytes) throws IOException {
    if (bytes > saved.storage() && mayFill()) {
      Files.writeString(folder.full(), bytes + "\n");
      saved.init().kill();
    }
  }

  /// As [Containers#memory].
  long memory() throws IOException {
    return cgroups.memory(saved.id());
  }

  /// Notes that it holds nothing any more but its log.
  synchronized void spend() throws IOException {
    if (state() instanceof Observed.State.Ended(var code, var excess, var at)) {
      var end = new End(code, excess, at);
      Layout.replace(folder.ended(), Jsonb.instance().type(End.class).toJson(end));
      Files.deleteIfExists(exit);
      spent = true;
    }
  }

  synchronized boolean spent() {
    return spent;
  }

  Saved saved() {
    return saved;
  }

  ContainerFolder folder() {
    return folder;
  }

  Observed observed() {
    return new Observed(saved.id(), saved.labels(), address, saved.startedAt(), state());
  }

  boolean ended() {
    return state() instanceof Observed.State.Ended;
  }

  /// True once: when it has ended and nobody was told.
  boolean hasNews() {
    return !announced.get() && ended() && announce();
  }

  /// True once: for whoever is the first to tell of its end.
  boolean announce() {
    return announced.compareAndSet(false, true);
  }

  /// Looks only until it has ended, and one thread at a time: what is looked at is removed as soon
  /// as somebody has seen the end.
  synchronized Observed.State state() {
    if (!(state instanceof Observed.State.Ended)) {
      try {
        state = look();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return state;
  }

  /// conmon writes the code before it ends, so when it has ended without, there will be none: it
  /// was killed, or the machine was restarted. A container that nobody watches is not let run on.
  private Observed.State look() throws IOException {
    boolean watched = saved.conmon().alive();
    if (Files.exists(exit)) {
      int code = Integer.parseInt(Files.readString(exit).strip());
      return ended(code, Files.getLastModifiedTime(exit).toInstant());
    }
    if (watched) {
      return state;
    }
    cgroups.freeze(saved.id(), false); // what is frozen cannot be killed
    saved.init().kill();
    return ended(KILLED, Instant.now());
  }

  private Observed.State.Ended ended(int code, Instant at) throws IOException {
    return new Observed.State.Ended(code, code == 0 ? Observed.Excess.NOTHING : excess(), at);
  }

  private Observed.Excess excess() throws IOException {
    if (Files.exists(folder.full())) {
      return Observed.Excess.STORAGE;
    }
    boolean memory =
        Files.exists(folder.persist().resolve("oom")) || cgroups.ranOutOfMemory(saved.id());
    return memory ? Observed.Excess.MEMORY : Observed.Excess.NOTHING;
  }
}
