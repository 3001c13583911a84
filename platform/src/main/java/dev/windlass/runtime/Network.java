// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Digest;
import dev.windlass.linux.Fd;
import dev.windlass.linux.LinuxException;
import dev.windlass.linux.Netlink;
import dev.windlass.linux.NetlinkRequest;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The network of one engine: a bridge, a range of addresses, and the rules by which containers
/// reach the outside but neither one another nor what listens on this machine's loopback.
final class Network {
  /// The bridge itself has the first address.
  private static final int GATEWAY = 1;

  /// What the link is called in a container.
  private static final String INSIDE = "eth0";

  private final String engine;
  private final String hash;
  private final Subnet subnet;
  private final Egress egress;
  private volatile boolean answersNames;

  private Network(String engine, String hash, Subnet subnet) throws IOException {
    this.engine = engine;
    this.hash = hash;
    this.subnet = subnet;
    this.egress = new Egress(table(), Resolvers.servers(Resolvers.ofHost()));
  }

  /// What is remembered of it.
  @Json
  record Saved(String subnet) {}

  /// Makes the engine's network, or finds it again.
  static Network open(String engine, Path file) throws IOException, InterruptedException {
    var hash = Digest.of(engine.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 6);
    var network = new Network(engine, hash, subnet(hash, file));
    network.makeBridge();
    network.makeRules();
    return network;
  }

  private static Subnet subnet(String hash, Path file) throws IOException {
    var saved = Jsonb.instance().type(Saved.class);
    if (Files.exists(file)) {
      return Subnet.parse(saved.fromJson(Files.readString(file)).subnet());
    }
    var routes = Subnet.routed(Files.readAllLines(Path.of("/proc/net/route")));
    var subnet = Subnet.free(Integer.parseInt(hash, 16), routes);
    Layout.replace(file, saved.toJson(new Saved(subnet.toString())));
    return subnet;
  }

  Subnet subnet() {
    return subnet;
  }

  /// The bridge's own address, at which containers reach this machine.
  InetAddress gateway() {
    return subnet.address(GATEWAY);
  }

  /// Whether containers have a name server at the gateway.
  boolean answersNames() {
    return answersNames;
  }

  /// What containers send to port 53 of the gateway goes to these ports of it from now on.
  void nameServer(int udp, int tcp) throws IOException, InterruptedException {
    redirect("udp", 53, udp);
    redirect("tcp", 53, tcp);
    answersNames = true;
  }

  /// What containers send to port 80 of the gateway goes to this port of it from now on.
  void http(int port) throws IOException, InterruptedException {
    redirect("tcp", 80, port);
  }

  /// So no other program on this machine is in the way that has those ports.
  private void redirect(String protocol, int from, int to)
      throws IOException, InterruptedException {
    Command.of("nft", "-f", "-")
        .reading(
            "add rule inet %s prerouting iifname \"%s\" ip daddr %s %s dport %d redirect to :%d\n"
                .formatted(table(), bridge(), gateway().getHostAddress(), protocol, from, to))
        .run();
  }

  /// Where containers may go.
  Egress egress() {
    return egress;
  }

  /// The numbers of addresses that containers may have: not the network's, the bridge's and the
  /// broadcast's.
  Slots slots() {
    return new Slots(GATEWAY + 1, subnet.size() - 1);
  }

  String bridge() {
    return "wl-" + hash;
  }

  private String veth(int slot) {
    return "wv" + hash + "-%x".formatted(slot);
  }

  private String table() {
    return "windlass-" + engine;
  }

  private void makeBridge() throws IOException, InterruptedException {
    var script = new StringBuilder();
    if (!exists(bridge())) {
      script.append("link add name %s address %s type bridge\n".formatted(bridge(), mac(GATEWAY)));
    }
    script.append("addr replace %s dev %s\n".formatted(at(GATEWAY), bridge()));
    script.append("link set %s up\n".formatted(bridge()));
    Command.of("ip", "-batch", "-").reading(script.toString()).run();
  }

  private void makeRules() throws IOException, InterruptedException {
    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    var rules =
        """
        add table inet %1$s
        %4$s
        add chain inet %1$s input { type filter hook input priority filter; policy accept; }
        add chain inet %1$s forward { type filter hook forward priority filter; policy accept; }
        add chain inet %1$s postrouting { type nat hook postrouting priority srcnat; policy accept; }
        add chain inet %1$s prerouting { type nat hook prerouting priority dstnat; policy accept; }
        flush chain inet %1$s prerouting
        flush chain inet %1$s input
        flush chain inet %1$s forward
        flush chain inet %1$s postrouting
        add rule inet %1$s input iifname "%2$s" ip daddr 127.0.0.0/8 drop
        add rule inet %1$s input iifname "%2$s" ip daddr != %3$s %5$s
        add rule inet %1$s forward iifname "%2$s" oifname "%2$s" drop
        add rule inet %1$s forward iifname "%2$s" %5$s
        add rule inet %1$s postrouting ip saddr %3$s oifname != "%2$s" masquerade
        """
            .formatted(table(), bridge(), subnet, Egress.map(table()), Egress.rule());
    Command.of("nft", "-f", "-").reading(rules).run();
  }

  /// Gives the network namespace of a process an address and a way out.
  void connect(long pid, int slot) throws IOException, InterruptedException {
    aside(() -> {
      outside(pid, slot);
      inside(pid, slot);
    });
  }

  /// In a thread that ends then: it may go into another namespace, and the kernel may let it wait.
  private static void aside(Work work) throws IOException, InterruptedException {
    var task =
        new FutureTask<Void>(() -> {
          work.run();
          return null;
        });
    Thread.ofPlatform().name("network").daemon().start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IOException("the network of a container: " + e.getCause(), e);
    }
  }

  /// What is asked of the kernel.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void outside(long pid, int slot) throws LinuxException {
    removeLink(slot); // one that had this number before may not be quite gone
    try (var netlink = Netlink.open()) {
      int bridge = netlink.index(bridge());
      netlink.change(
          NetlinkRequest.veth(veth(slot), bridge, INSIDE, hardware(slot), pid),
          NetlinkRequest.isolate(veth(slot)));
    }
  }

  private void inside(long pid, int slot) throws IOException {
    try (var namespace = Fd.open(Path.of("/proc/" + pid + "/ns/net"))) {
      Netlink.enter(namespace);
    }
    try (var netlink = Netlink.open()) {
      int link = netlink.index(INSIDE);
      netlink.change(
          NetlinkRequest.up(NetlinkRequest.LOOPBACK),
          NetlinkRequest.address(link, (Inet4Address) subnet.address(slot), subnet.bits()),
          NetlinkRequest.up(link),
          NetlinkRequest.defaultRoute((Inet4Address) subnet.address(GATEWAY)));
    }
  }

  /// Takes away what [#connect] made on this side, at once.
  void disconnect(int slot) throws IOException, InterruptedException {
    leave(slot);
    aside(() -> removeLink(slot));
  }

  /// The same for a container that ended: the kernel takes its link away with its namespace, some
  /// time later and for nothing.
  void leave(int slot) throws IOException, InterruptedException {
    egress.leave(subnet.address(slot));
  }

  private void removeLink(int slot) throws LinuxException {
    if (!exists(veth(slot))) {
      return;
    }
    try (var netlink = Netlink.open()) {
      netlink.change(NetlinkRequest.delete(veth(slot)));
    } catch (LinuxException e) {
      if (exists(veth(slot))) {
        throw e;
      }
    }
  }

  /// Removes the bridge and the rules.
  void remove() throws IOException, InterruptedException {
    if (exists(bridge())) {
      Command.of("ip", "link", "delete", bridge()).run();
    }
    Command.of("nft", "-f", "-")
        .reading("add table inet %1$s\ndelete table inet %1$s\n".formatted(table()))
        .run();
  }

  private String at(int slot) {
    return subnet.address(slot).getHostAddress() + "/" + subnet.bits();
  }

  /// A hardware address that follows from the other address, so that no neighbour's memory of the
  /// former holder of an address is wrong.
  private String mac(int slot) {
    int all = subnet.base() + slot;
    return "02:57:%02x:%02x:%02x:%02x"
        .formatted(all >>> 24, all >>> 16 & 0xff, all >>> 8 & 0xff, all & 0xff);
  }

  private byte[] hardware(int slot) {
    return HexFormat.ofDelimiter(":").parseHex(mac(slot));
  }

  /// Not from `/sys`, which may have been mounted in another network namespace.
  private static boolean exists(String link) {
    return Files.exists(Path.of("/proc/sys/net/ipv4/conf", link));
  }
}
