// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Proves to registries who we are, and remembers how until it gets old. Of those who need the same
/// token at the same time one asks for it, and the others wait. Passwords go to the registry
/// itself, or to the token server that it names, over connections nobody can listen to. Safe to
/// share between threads.
final class Grants {
  private static final Duration PASSWORD = Duration.ofHours(1);

  /// A token that has opened nothing yet: next time there may be a better one.
  private static final Duration UNPROVEN = Duration.ofSeconds(5);

  private final TokenServer server;
  private final InstantSource clock;
  private final Map<Grant.Holder, Grant> known = new ConcurrentHashMap<>();
  private final Map<Grant.Holder, Turn> turns = new ConcurrentHashMap<>();

  /// Who may ask a token server now, and what came of it when somebody did.
  private static final class Turn {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger rounds = new AtomicInteger();
    private @Nullable Refused refused; // guarded by lock
  }

  Grants(Wire wire, Limits limits, InstantSource clock) {
    this.server = new TokenServer(wire, limits, clock);
    this.clock = clock;
  }

  /// What opened this repository before.
  Optional<Grant> known(Asking asking) {
    return Optional.ofNullable(known.get(Grant.Holder.of(asking))).filter(this::isGood);
  }

  private boolean isGood(Grant grant) {
    var now = clock.instant();
    return now.isBefore(grant.until())
        && (grant.isProven() || now.isBefore(grant.since().plus(UNPROVEN)));
  }

  /// It has opened something.
  void works(Asking asking, Grant grant) {
    if (!grant.isProven()) {
      known.replace(Grant.Holder.of(asking), grant, grant.proven());
    }
  }

  void forget(Asking asking, Grant grant) {
    known.remove(Grant.Holder.of(asking), grant);
  }

  /// Does as a registry wants; empty when it wants to know who asks, and we are nobody.
  Optional<Grant> meet(Asking asking, Demand demand) throws Refused, InterruptedException {
    return switch (demand) {
      case Demand.Password() -> asking.credential().flatMap(ours -> password(asking, ours));
      case Demand.Token token -> Optional.of(token(asking, token));
    };
  }

  private Optional<Grant> password(Asking asking, Credential ours) {
    if (ours.isIdentityToken()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var grant = new Grant(basic(ours), true, false, true, now, now.plus(PASSWORD));
    remember(asking, grant);
    return Optional.of(grant);
  }

  static Secret basic(Credential ours) {
    var pair = ours.username() + ":" + ours.password().reveal();
    return new Secret("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  private void remember(Asking asking, Grant grant) {
    known.values().removeIf(old -> !isGood(old));
    known.put(Grant.Holder.of(asking), grant);
  }

  private Grant token(Asking asking, Demand.Token demand) throws Refused, InterruptedException {
    var turn = turns.computeIfAbsent(Grant.Holder.of(asking), _ -> new Turn());
    int before = turn.rounds.get();
    turn.lock.lockInterruptibly(); // whoever is interrupted in there leaves it to the next
    try {
      var others = ofOthers(asking, turn, turn.rounds.get() != before);
      return others.isPresent() ? others.get() : asked(asking, demand, turn);
    } finally {
      boolean last = !turn.lock.hasQueuedThreads();
      turn.lock.unlock();
      if (last) {
        turns.remove(Grant.Holder.of(asking), turn);
      }
    }
  }

  /// What somebody else has got since we were asked to get it.
  ///
  /// @param waited whether somebody did while we waited, so that a no is meant for us too
  private Optional<Grant> ofOthers(Asking asking, Turn turn, boolean waited)
      throws Refused, InterruptedException {
    var refused = turn.refused;
    if (waited && refused != null && refused.why().image().equals(asking.image())) {
      throw refused;
    }
    var got = known(asking);
    if (got.isPresent()) {
      asking.steps().skip(Step.Name.TOKEN, asking.repository().host(), "somebody else got it");
    }
    return got;
  }

  private Grant asked(Asking asking, Demand.Token demand, Turn turn)
      throws Refused, InterruptedException {
    try {
      var got = server.ask(asking, demand);
      remember(asking, got);
      turn.refused = null;
      turn.rounds.incrementAndGet();
      return got;
    } catch (Refused refused) {
      turn.refused = refused;
      turn.rounds.incrementAndGet();
      throw refused;
    }
  }
}
