// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// All connections that are open, and those of them that wait for the next request. Safe to share
/// between threads.
final class Links implements AutoCloseable {
  private static final int MOST_IDLE = 32;
  private static final int MOST_IDLE_PER_SERVER = 8;
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(30);
  private static final Duration SURE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Deque<Idle> idle = new ArrayDeque<>(); // the latest first; guarded by this
  private final Set<Link> open = new HashSet<>(); // guarded by this
  private boolean closed; // guarded by this

  private record Idle(Link link, Instant since) {}

  Links(InstantSource clock) {
    this.clock = clock;
  }

  /// One to a server that waits for a request, if there is any.
  Optional<Link> kept(String server) {
    for (var found = next(server); found.isPresent(); found = next(server)) {
      var link = found.get().link;
      if (!found.get().isUnsure || !link.isStale()) {
        return Optional.of(link);
      }
      drop(link);
    }
    return Optional.empty();
  }

  /// @param isUnsure whether it has waited so long that it has to be looked at
  private record Candidate(Link link, boolean isUnsure) {}

  private synchronized Optional<Candidate> next(String server) {
    forgetOld();
    var found = idle.stream().filter(waiting -> waiting.link.server().equals(server)).findFirst();
    found.ifPresent(idle::remove);
    var sure = clock.instant().minus(SURE);
    return found.map(waiting -> new Candidate(waiting.link, waiting.since.isBefore(sure)));
  }

  private synchronized void forgetOld() {
    var oldest = clock.instant().minus(LONGEST_IDLE);
    while (!idle.isEmpty() && idle.getLast().since.isBefore(oldest)) {
      drop(idle.removeLast().link);
    }
  }

  /// One that was just opened.
  synchronized Link opened(Link link) throws IOException {
    if (closed) {
      link.drop();
      throw new IOException("no more connections are made here");
    }
    open.add(link);
    return link;
  }

  /// Takes one back whose answer was read to its end.
  synchronized void giveBack(Link link) {
    boolean room =
        idle.stream().filter(waiting -> waiting.link.server().equals(link.server())).count()
            < MOST_IDLE_PER_SERVER;
    if (closed || !link.isReusable() || !room) {
      drop(link);
      return;
    }
    idle.addFirst(new Idle(link, clock.instant()));
    if (idle.size() > MOST_IDLE) {
      drop(idle.removeLast().link);
    }
  }

  /// Ends one whose answer nobody wants to read.
  void drop(Link link) {
    synchronized (this) {
      open.remove(link);
    }
    link.drop();
  }

  /// Ends all, also those that are being used.
  @Override
  public synchronized void close() {
    closed = true;
    idle.clear();
    open.forEach(Link::drop);
    open.clear();
  }
}
