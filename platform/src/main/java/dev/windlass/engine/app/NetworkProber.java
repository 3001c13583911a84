// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The real [Prober]: opens a connection and, where a path is given, asks for it.
final class NetworkProber implements Prober {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}).*");
  private static final int LONGEST_STATUS_LINE = 1_024;

  @Override
  public Optional<String> problem(InetAddress address, Probing probing) {
    long end = System.nanoTime() + probing.timeout().toNanos();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, probing.port()), millis(end));
      return probing.path().isEmpty() ? Optional.empty() : ask(socket, address, probing, end);
    } catch (SocketTimeoutException e) {
      return Optional.of("no answer on %s within %s".formatted(probing.words(), text(probing)));
    } catch (IOException e) {
      return Optional.of("%s: %s".formatted(probing.words(), e.getMessage()));
    }
  }

  private static Optional<String> ask(Socket socket, InetAddress address, Probing probing, long end)
      throws IOException {
    String path = probing.path().orElseThrow().replaceAll("[\\p{Cntrl} ]", "");
    var request =
        "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: windlass-probe\r\nConnection: close\r\n\r\n"
            .formatted(path, address.getHostAddress(), probing.port());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    var status = STATUS.matcher(statusLine(socket, end));
    if (!status.matches()) {
      return Optional.of(probing.words() + ": the answer is not HTTP");
    }
    int code = Integer.parseInt(status.group(1));
    return code >= 200 && code < 400
        ? Optional.empty()
        : Optional.of("%s answered %d".formatted(probing.words(), code));
  }

  private static String statusLine(Socket socket, long end) throws IOException {
    var line = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (line.length() < LONGEST_STATUS_LINE) {
      socket.setSoTimeout(millis(end));
      int next = in.read();
      if (next < 0 || next == '\r' || next == '\n') {
        break;
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private static int millis(long end) throws SocketTimeoutException {
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) left;
  }

  private static String text(Probing probing) {
    return probing.timeout().toSeconds() + " s";
  }
}
