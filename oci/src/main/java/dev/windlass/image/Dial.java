// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Unreachable.Trouble;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/// Opens connections: asks for the addresses of a host, tries each, and makes the first that
/// answers safe. Whoever does so can be interrupted.
record Dial(Limits limits, Network network) {
  private static final Duration LOOKUP = Duration.ofSeconds(10);
  private static final int MOST_ADDRESSES = 8;
  private static final int BUFFER = 1 << 20;

  /// A connection to where a request goes.
  Link open(Asking asking, Ask ask) throws Refused, IOException, InterruptedException {
    var address = ask.address();
    var proxy = network.proxies().of(address);
    var socket =
        proxy.isPresent()
            ? tunnel(asking, ask, proxy.get())
            : connected(asking, ask, address.getHost(), Addresses.port(address));
    try {
      return address.getScheme().equals("https")
          ? safe(asking, ask, socket)
          : Link.over(address, socket, limits.silence());
    } catch (Refused | IOException | InterruptedException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket tunnel(Asking asking, Ask ask, Proxies.Proxy proxy)
      throws Refused, IOException, InterruptedException {
    var socket = connected(asking, ask, proxy.host(), proxy.port());
    try {
      return asking
          .steps()
          .take(
              Step.Name.TCP,
              Addresses.authority(ask.address()),
              step -> new Tunnel(asking.in(step), ask, proxy, limits).through(socket));
    } catch (Refused | IOException | InterruptedException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket connected(Asking asking, Ask ask, String host, int port)
      throws Refused, IOException, InterruptedException {
    var first = Optional.<Refused>empty();
    for (var at : addresses(asking, ask, host)) {
      try {
        return connected(asking, ask, new InetSocketAddress(at, port));
      } catch (Refused refused) {
        first = first.filter(Dial::says).or(() -> Optional.of(refused));
      }
    }
    throw first.orElseThrow(() -> unknown(asking, ask, "no such host"));
  }

  /// That there is no way to an address, as from a machine without IPv6, says little.
  private static boolean says(Refused refused) {
    return !(refused.why() instanceof Failure.Unreachable unreachable)
        || unreachable.trouble() != Trouble.BROKEN;
  }

  private List<InetAddress> addresses(Asking asking, Ask ask, String host)
      throws Refused, IOException, InterruptedException {
    var literal = literal(host);
    if (literal.isPresent()) {
      asking.steps().skip(Step.Name.DNS, host, "an address");
      return List.of(literal.get());
    }
    return asking
        .steps()
        .take(
            Step.Name.DNS,
            host,
            step -> {
              var found = lookedUp(asking, ask, host);
              step.saw(
                  "addresses",
                  found.stream()
                      .map(InetAddress::getHostAddress)
                      .collect(Collectors.joining(", ")));
              return found;
            });
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The system's resolver can be neither interrupted nor told to hurry, so it has a thread.
  private static List<InetAddress> lookedUp(Asking asking, Ask ask, String host)
      throws Refused, IOException, InterruptedException {
    var lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
    Thread.ofPlatform().daemon().name("dns-" + host).start(lookup);
    try {
      var found = lookup.get(LOOKUP.toMillis(), TimeUnit.MILLISECONDS);
      return Stream.of(found).limit(MOST_ADDRESSES).toList();
    } catch (TimeoutException e) {
      throw silent(asking, ask, "no name server answered in " + Wire.readable(LOOKUP));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        if (isTemporary(unknown)) {
          throw silent(asking, ask, "no name server answered for " + host);
        }
        throw unknown(asking, ask, "no name server knows " + host);
      }
      throw new IOException("the lookup of %s failed: %s".formatted(host, e.getCause()), e);
    }
  }

  /// The C library's words for EAI_AGAIN, which the JDK passes on.
  static boolean isTemporary(UnknownHostException unknown) {
    return String.valueOf(unknown.getMessage()).contains("Temporary failure in name resolution");
  }

  private static Refused silent(Asking asking, Ask ask, String words) {
    return Wire.unreachable(asking, ask, Trouble.NAME_SERVER, words);
  }

  private static Refused unknown(Asking asking, Ask ask, String words) {
    return Wire.unreachable(asking, ask, Trouble.UNKNOWN_HOST, words);
  }

  private Socket connected(Asking asking, Ask ask, InetSocketAddress at)
      throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(Step.Name.TCP, readable(at), step -> connect(asking.in(step), ask, at));
  }

  private static String readable(InetSocketAddress at) {
    var address = at.getAddress().getHostAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + at.getPort();
  }

  /// The socket is that of a channel, because those of platform threads cannot be interrupted.
  private Socket connect(Asking asking, Ask ask, InetSocketAddress at)
      throws Refused, IOException, InterruptedException {
    var socket = SocketChannel.open().socket();
    try {
      socket.setReceiveBufferSize(BUFFER);
      socket.setTcpNoDelay(true);
      socket.connect(at, millis(limits.connecting()));
      socket.setSoTimeout(millis(limits.silence()));
      return socket;
    } catch (IOException e) {
      socket.close();
      Wire.checkInterrupt(e);
      throw Wire.unreachable(asking, ask, trouble(e), words(e));
    }
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  private static Trouble trouble(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> Trouble.TIMEOUT;
      case ConnectException refused when isRefused(refused) -> Trouble.REFUSED;
      case IOException _ -> Trouble.BROKEN;
    };
  }

  private static boolean isRefused(ConnectException e) {
    return String.valueOf(e.getMessage()).contains("refused");
  }

  private String words(IOException e) {
    return e instanceof SocketTimeoutException
        ? "nobody answered in " + Wire.readable(limits.connecting())
        : Wire.words(e);
  }

  private Link safe(Asking asking, Ask ask, Socket socket)
      throws Refused, IOException, InterruptedException {
    return asking
        .steps()
        .take(
            Step.Name.TLS,
            Addresses.authority(ask.address()),
            step -> handshake(asking.in(step), ask, socket));
  }

  private void shakeHands(SSLSocket safe, Socket socket) throws IOException {
    try (var deadline = Deadline.after(limits.dripping(), socket::close)) {
      try {
        safe.startHandshake();
      } catch (IOException e) {
        throw deadline.cause(e);
      }
    }
  }

  private Link handshake(Asking asking, Ask ask, Socket socket)
      throws Refused, IOException, InterruptedException {
    var address = ask.address();
    var host = address.getHost().replaceAll("^\\[|]$", "");
    try {
      var safe =
          (SSLSocket)
              network.trust().sockets().createSocket(socket, host, Addresses.port(address), true);
      var wishes = safe.getSSLParameters();
      wishes.setEndpointIdentificationAlgorithm("HTTPS");
      safe.setSSLParameters(wishes);
      shakeHands(safe, socket);
      Shown.of(safe.getSession()).tell(asking.steps());
      return Link.over(address, safe, socket, limits.silence());
    } catch (IOException e) {
      Wire.checkInterrupt(e);
      Shown.of(e).ifPresent(shown -> shown.tell(asking.steps()));
      throw Wire.unreachable(asking, ask, Shown.trouble(e), Wire.words(e));
    }
  }
}
