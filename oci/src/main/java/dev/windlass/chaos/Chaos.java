// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.image.Reference;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A registry that fails in every way there is, each [Fault] under a name of its own, for testing
/// what pulls images. Listens on the loopback interface: one port for most faults, and ports of
/// their own for those that are about ports. Safe to share between threads; whoever starts it
/// closes it.
public final class Chaos implements AutoCloseable {
  private static final String HOST = "localhost";

  private final Deque<Listener> open = new ArrayDeque<>();
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Certificates certificates;

  private Chaos(Certificates certificates) {
    this.certificates = certificates;
  }

  /// Takes some seconds, because certificates are made. Whoever connects to the port meanwhile has
  /// to wait.
  ///
  /// @param port for the faults that share one; 0 for any that is free
  public static Chaos start(int port) throws IOException, InterruptedException {
    return start(port, Limits.STANDARD);
  }

  private static Chaos start(int port, Limits limits) throws IOException, InterruptedException {
    var shared = Door.bind(port); // first, because it may be taken
    try {
      var chaos = new Chaos(Certificates.make(limits));
      chaos.begin(shared, limits);
      return chaos;
    } catch (Throwable e) {
      shared.close();
      throw e;
    }
  }

  private void begin(ServerSocket port, Limits limits) throws IOException {
    try {
      var dead = opened(Ports.dead());
      var stage = new Stage(limits, certificates, dead.port(), port.getLocalPort());
      var all = Stream.concat(Fault.none().stream(), Fault.all().stream()).toList();
      for (var fault : all) {
        targets.put(fault.name(), place(fault, stage));
      }
      var signpost = new Signpost(all, authority());
      opened(Door.on(port, limits, new Conversation("http", stage, signpost)));
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private Target place(Fault fault, Stage stage) throws IOException {
    return switch (fault.place()) {
      case Place.Path _ -> target(fault, "http", HOST + ":" + stage.plainPort());
      case Place.Port(var behaviour) ->
          target(
              fault,
              "http",
              opened(Door.open(stage.limits(), new Conversation("http", stage, behaviour))));
      case Place.Socket(var scheme, var opening) ->
          target(fault, scheme, opened(opening.open(stage)));
      case Place.Nowhere(var host) -> target(fault, "https", host);
    };
  }

  private static Target target(Fault fault, String scheme, Listener listener) {
    return target(fault, scheme, HOST + ":" + listener.port());
  }

  private static Target target(Fault fault, String scheme, String host) {
    return new Target(
        fault, scheme, Reference.parse(host + "/" + fault.name() + "/app" + fault.asked()));
  }

  private <T extends Listener> T opened(T listener) {
    open.push(listener);
    return listener;
  }

  /// Where a fault, or one of [Fault#none], can be met.
  public Target target(Fault fault) {
    var target = targets.get(fault.name());
    if (target == null) {
      throw new IllegalArgumentException("not a fault of this kit: " + fault);
    }
    return target;
  }

  /// Where all of them are, those that work first.
  public List<Target> targets() {
    return List.copyOf(targets.values());
  }

  /// The certificate, as PEM, that a client has to trust so that nothing but the fault is wrong
  /// with the kit's own certificates. It is also served: `GET /authority.pem` at the shared port.
  public String authority() throws IOException {
    return certificates.authority();
  }

  /// Frees all ports and ends all connections.
  @Override
  public void close() {
    open.forEach(Listener::close);
  }
}
