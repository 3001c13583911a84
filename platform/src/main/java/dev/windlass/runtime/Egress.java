// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import static java.util.stream.Collectors.joining;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Where the containers of each project may go: rules of nftables, a chain for each project that is
/// restricted, and a map from addresses of containers to these. Every change replaces all of it in
/// one transaction. A container is in the map before its program runs. Safe to share between
/// threads.
final class Egress {
  /// Everywhere.
  private static final String ALL = "0.0.0.0/0";

  private static final String MAP = "project_of";

  private final String table;
  private final List<String> nameServers;
  private final Map<String, List<String>> ranges = new TreeMap<>(); // guarded by this
  private final Map<String, String> projects = new TreeMap<>(); // by address; guarded by this
  private final TreeSet<String> chains = new TreeSet<>(); // guarded by this

  /// @param nameServers may be asked by all
  Egress(String table, List<String> nameServers) {
    this.table = table;
    this.nameServers = List.copyOf(nameServers);
  }

  /// What the table has to hold before it can refer to the map.
  static String map(String table) {
    return "add map inet %s %s { type ipv4_addr : verdict; }".formatted(table, MAP);
  }

  /// What sends a packet to the chain of its project.
  static String rule() {
    return "ip saddr vmap @" + MAP;
  }

  /// @param to ranges such as `10.0.0.0/8`; none forbids everything
  synchronized void allow(String project, List<String> to)
      throws IOException, InterruptedException {
    var before = to.contains(ALL) ? ranges.remove(project) : ranges.put(project, List.copyOf(to));
    boolean changed = to.contains(ALL) ? before != null : !to.equals(before);
    if (changed) {
      apply();
    }
  }

  /// Whose container has this address.
  synchronized Optional<String> project(InetAddress address) {
    return Optional.ofNullable(projects.get(address.getHostAddress()));
  }

  /// A container of a project has this address, or will have it in a moment.
  synchronized void join(InetAddress address, String project)
      throws IOException, InterruptedException {
    var before = projects.put(address.getHostAddress(), project);
    if (ranges.containsKey(project) || (before != null && ranges.containsKey(before))) {
      apply();
    }
  }

  synchronized void leave(InetAddress address) throws IOException, InterruptedException {
    var before = projects.remove(address.getHostAddress());
    if (before != null && ranges.containsKey(before)) {
      apply();
    }
  }

  private void apply() throws IOException, InterruptedException {
    var script = new StringBuilder("flush map inet %s %s\n".formatted(table, MAP));
    ranges.forEach((project, to) -> chain(script, chain(project), to));
    var held =
        projects.entrySet().stream()
            .filter(one -> ranges.containsKey(one.getValue()))
            .map(one -> "%s : jump %s".formatted(one.getKey(), chain(one.getValue())))
            .collect(joining(", "));
    if (!held.isEmpty()) {
      script.append("add element inet %s %s { %s }\n".formatted(table, MAP, held));
    }
    var wanted = new TreeSet<>(ranges.keySet().stream().map(Egress::chain).toList());
    chains.stream()
        .filter(chain -> !wanted.contains(chain))
        .forEach(chain -> script.append("delete chain inet %s %s\n".formatted(table, chain)));
    Command.of("nft", "-f", "-").reading(script.toString()).run();
    chains.clear();
    chains.addAll(wanted);
  }

  private void chain(StringBuilder script, String chain, List<String> to) {
    script.append(
        """
        add chain inet %1$s %2$s
        flush chain inet %1$s %2$s
        add rule inet %1$s %2$s ct state established,related accept
        """
            .formatted(table, chain));
    if (!nameServers.isEmpty()) {
      script.append(
          "add rule inet %s %s meta l4proto { tcp, udp } th dport 53 ip daddr { %s } accept\n"
              .formatted(table, chain, String.join(", ", nameServers)));
    }
    to.forEach(range ->
        script.append("add rule inet %s %s ip daddr %s accept\n".formatted(table, chain, range)));
    script.append(
        "add rule inet %s %s reject with icmpx type admin-prohibited\n".formatted(table, chain));
  }

  private static String chain(String project) {
    return "p-" + Digest.of(project.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
  }
}
