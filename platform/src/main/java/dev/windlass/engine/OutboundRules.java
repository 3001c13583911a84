// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.engine.Observations.OutboundObserved;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// Sees to it that containers can go where their project allows, and nowhere else. Closing it
/// leaves the rules as they are.
public final class OutboundRules implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(OutboundRules.class.getName());

  private final Store store;
  private final Firewall firewall;
  private final Loop<Key> loop;

  /// What holds containers back.
  @FunctionalInterface
  public interface Firewall {
    /// @param ranges all that a project may reach
    void allow(String project, List<String> ranges) throws IOException, InterruptedException;
  }

  private OutboundRules(Store store, Firewall firewall, Alarm alarm) {
    this.store = store;
    this.firewall = firewall;
    this.loop = new Loop<>(this::look, alarm);
  }

  /// Returns when all projects that there are are restricted, so before any container is started.
  public static OutboundRules start(Store store, Firewall firewall, Alarm alarm)
      throws IOException, InterruptedException {
    var rules = new OutboundRules(store, firewall, alarm);
    for (var project : store.list(Kind.PROJECT, "")) {
      rules.apply(project.key().name());
    }
    store.onChange(rules::changed);
    return rules;
  }

  private void changed(Store.Change change) {
    if (change.kind().equals(Kind.OUTBOUND)) {
      loop.nudge(new Key(change.key().project(), ""));
    }
  }

  private Reconciler.Next look(Key project) throws InterruptedException, IOException {
    apply(project.project());
    return new Reconciler.Next.Settled();
  }

  /// A project that is gone has no containers, and may go everywhere again: its chain goes.
  private void apply(String project) throws InterruptedException, IOException {
    boolean there = store.find(Kind.PROJECT, new Key("", project)).isPresent();
    var rules = store.list(Kind.OUTBOUND, project);
    var ranges =
        rules.stream().map(rule -> rule.wanted().cidrBlock()).sorted().collect(Collectors.toList());
    var seen = OutboundObserved.READY;
    try {
      firewall.allow(project, there ? ranges : List.of("0.0.0.0/0"));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot restrict project " + project, e);
      seen = OutboundObserved.FAILED;
    }
    var state = seen;
    rules.forEach(rule -> store.observe(Kind.OUTBOUND, rule.key(), _ -> state));
  }

  @Override
  public void close() {
    loop.close();
  }
}
