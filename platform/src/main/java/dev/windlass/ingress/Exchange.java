// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.vertx.core.Context;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request on its way: it gets a backend or waits for one, goes there in a [Passage], and is
/// answered in any case. All of this runs on the event loop of the client's connection, so that
/// nothing here needs a lock; news from elsewhere comes through [Context#runOnContext].
final class Exchange implements Waiter {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final Parts parts;
  private final Context loop;
  private final Witnessed witnessed;
  private final HttpServerRequest request;
  private final Target target;
  private final String zone;
  private final Patience patience;
  private final Set<Backend> refused = new HashSet<>();

  private Route route = new Route(List.of(), Duration.ZERO, "");
  private final long began = System.nanoTime();
  private Optional<Meter> meter = Optional.empty();
  private String way = "";
  private long seated;
  private Optional<String> workedOn = Optional.empty();
  private @Nullable Backend seat;
  private @Nullable Passage passage;
  private int refusals;
  private boolean resent;
  private boolean queued;
  private boolean over;

  /// @param zone where the request comes from
  Exchange(Parts parts, Context loop, Witnessed witnessed, Target target, String zone) {
    this.parts = parts;
    this.loop = loop;
    this.witnessed = witnessed;
    this.request = witnessed.request();
    this.target = target;
    this.zone = zone;
    this.patience = new Patience(parts.vertx(), this::late);
  }

  /// Takes over a request that is paused.
  void begin() {
    request.response().exceptionHandler(_ -> finish());
    request.response().closeHandler(_ -> finish());
    choose();
  }

  private void choose() {
    var chosen = parts.routes().way(new Host(zone, target.host()));
    if (chosen.isEmpty()) {
      refuse(Refusal.unknownHost(target.host()));
      return;
    }
    way = chosen.get();
    meter = parts.routes().arrived(way);
    sit();
  }

  /// The way is gone, perhaps for another. What was counted stays counted.
  private void chooseAgain() {
    if (!over) {
      meter.ifPresent(counting -> counting.left(System.nanoTime() - began));
      meter = Optional.empty();
      choose();
    }
  }

  private void sit() {
    switch (parts.routes().enter(way, this, refused, parts.limits().waiting())) {
      case Seating.Seated(var backend, var found) -> {
        follow(found);
        forward(backend);
      }
      case Seating.Queued(var found) -> {
        queued = true;
        follow(found);
      }
      case Seating.QueueFull(var waiting) -> refuse(Refusal.queueFull(target.host(), waiting));
      case Seating.NoSuchWay() -> chooseAgain();
    }
  }

  @Override
  public void seated(Backend backend) {
    loop.runOnContext(_ -> forward(backend));
  }

  @Override
  public void rerouted(Route next) {
    loop.runOnContext(_ -> follow(next));
  }

  @Override
  public void unrouted() {
    loop.runOnContext(_ -> chooseAgain());
  }

  private void follow(Route next) {
    if (!over) {
      route = next;
      patience.lasts(next.patience());
    }
  }

  private void forward(Backend backend) {
    if (over) {
      parts.routes().leave(backend);
      return;
    }
    seat = backend;
    seated = seated == 0 ? System.nanoTime() : seated;
    workedOn = Optional.of(backend.name());
    parts
        .pools()
        .request(backend, Passage.protocol(request, backend), request.method(), target.uri())
        .onSuccess(this::pass)
        .onFailure(cause -> refusedBy(backend, cause));
  }

  private void pass(HttpClientRequest outgoing) {
    if (over) {
      var _ = outgoing.reset();
      return;
    }
    passage = new Passage(parts, witnessed, target, outgoing, this);
    passage.begin();
  }

  /// No connection, so nothing was sent and any backend may be tried.
  private void refusedBy(Backend backend, Throwable cause) {
    if (over) {
      return;
    }
    standUp();
    refused.add(backend);
    if (++refusals >= parts.limits().connects()) {
      refuse(Refusal.unreachable(target.host(), message(cause)));
    } else if (refusals == 1) {
      sit();
    } else {
      long pause = FIRST_PAUSE.toMillis() << Math.min(refusals - 2, 6);
      parts.vertx().setTimer(pause, _ -> sitAgain());
    }
  }

  private void sitAgain() {
    if (!over) {
      sit();
    }
  }

  /// The connection ended before the answer began. Safe to send again, once, if the backend closed
  /// a connection that it had kept open, and if doing a thing twice is the same as doing it once.
  void died(Throwable cause, boolean mayResend) {
    if (over) {
      return;
    }
    passage = null;
    if (mayResend && !resent) {
      resent = true;
      standUp();
      sit();
    } else {
      refuse(Refusal.died(target.host(), message(cause)));
    }
  }

  /// The answer has begun: from now on only the idle limit ends it.
  void answered() {
    patience.stop();
    if (queued) {
      meter.ifPresent(counting -> counting.woken(System.nanoTime() - seated));
    }
  }

  private void late() {
    refuse(lateRefusal());
  }

  private Refusal lateRefusal() {
    if (passage != null || seat != null) {
      return Refusal.late(target.host(), route.patience());
    }
    return route.backends().isEmpty()
        ? Refusal.noBackend(target.host(), route.patience(), route.why())
        : Refusal.allBusy(target.host(), route.patience(), route.backends().size());
  }

  private void refuse(Refusal refusal) {
    if (!over) {
      long took = end();
      Answers.send(refusal, request);
      tell(took);
    }
  }

  /// However it ended: nothing waits, no seat stays taken, and no backend works for nobody.
  void finish() {
    if (!over) {
      tell(end());
    }
  }

  /// Returns how many nanoseconds it took.
  private long end() {
    over = true;
    patience.stop();
    long took = System.nanoTime() - began;
    meter.ifPresent(counting -> counting.left(took));
    parts.routes().forget(way, this);
    Optional.ofNullable(passage).ifPresent(Passage::abandon);
    standUp();
    return took;
  }

  private void tell(long took) {
    long waited = seated == 0 ? took : seated - began;
    witnessed.over(Duration.ofNanos(took), Duration.ofNanos(waited), way, workedOn);
  }

  private void standUp() {
    if (seat != null) {
      Backend left = seat;
      seat = null;
      parts.routes().leave(left);
    }
  }

  private static String message(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
