// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.api.ApiException;
import dev.windlass.api.Unreachable;
import dev.windlass.api.registry.RegistryClient;
import dev.windlass.engine.Alarm;
import dev.windlass.engine.Lease;
import dev.windlass.engine.Leases;
import dev.windlass.engine.Loop;
import dev.windlass.engine.Reconciler;
import dev.windlass.engine.Store;
import dev.windlass.image.Mirrors;
import dev.windlass.registry.api.PinPrototype;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Tells the engine's own registry which images the engine needs, by digest, so that no clean-up
/// takes them away: those of every revision, asleep or not, and of every job run that is not over.
final class Pinning implements AutoCloseable {
  private static final String ALL = "all";
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Store store;
  private final RegistryClient registry;
  private final Set<String> hosts;
  private final Mirrors mirrors;
  private final String holder;
  private final Loop<String> loop;
  private final InstantSource clock = InstantSource.system();
  private List<PinPrototype> told = List.of();
  private Instant sent = Instant.MIN;

  /// @param hosts how images name the registry
  /// @param mirrors by which it may have images of other names
  /// @param holder the name of this engine
  private Pinning(
      Store store,
      RegistryClient registry,
      Set<String> hosts,
      Mirrors mirrors,
      String holder,
      Alarm alarm) {
    this.store = store;
    this.registry = registry;
    this.hosts = hosts;
    this.mirrors = mirrors;
    this.holder = holder;
    this.loop = new Loop<>(_ -> tell(), alarm);
  }

  static Pinning start(
      Store store,
      RegistryClient registry,
      Set<String> hosts,
      Mirrors mirrors,
      String holder,
      Alarm alarm) {
    var pinning = new Pinning(store, registry, hosts, mirrors, holder, alarm);
    store.onChange(change -> {
      if (Leases.mayChangeBy(change)) {
        pinning.loop.nudge(ALL);
      }
    });
    pinning.loop.nudge(ALL);
    return pinning;
  }

  /// Tells all of it, when it is not what was told last, and now and then in any case.
  private Reconciler.Next tell() {
    var pins = Leases.of(store).stream().flatMap(this::pin).distinct().toList();
    try {
      if (!pins.equals(told) || clock.instant().isAfter(sent.plus(AGAIN))) {
        registry.replacePins(holder, pins);
        told = pins;
        sent = clock.instant();
      }
      return new Reconciler.Next.Again(AGAIN);
    } catch (ApiException | Unreachable e) {
      System.getLogger(Pinning.class.getName())
          .log(System.Logger.Level.WARNING, "cannot tell the registry what is in use", e);
      return new Reconciler.Next.Again(SOON);
    }
  }

  /// Nothing for images of other registries.
  private Stream<PinPrototype> pin(Lease lease) {
    var repository = lease.image().repository();
    return Stream.of(mirrors.place(repository).orElse(repository))
        .filter(place -> hosts.contains(place.host()))
        .map(
            place -> new PinPrototype(place.path() + "@" + lease.image().digest(), lease.holder()));
  }

  @Override
  public void close() {
    loop.close();
  }
}
