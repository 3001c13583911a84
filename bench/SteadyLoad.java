// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// The clients of `steady.sh`: `SteadyLoad PORT HOST CLIENTS STOP` asks until the file STOP is
/// there. Prints how many requests there were, how many got an answer that is not 200, and how many
/// got none because the connection was cut or refused; then what the failures said.
final class SteadyLoad {
  private static final Map<String, Integer> words = new TreeMap<>();

  private SteadyLoad() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    int clients = Integer.parseInt(args[2]);
    var stop = Path.of(args[3]);
    var asked = new AtomicInteger();
    var failed = new AtomicInteger();
    var cut = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < clients; i++) {
        all.add(
            threads.submit(
                () -> {
                  while (!Files.exists(stop)) {
                    asked.incrementAndGet();
                    try {
                      var status = ask(port, args[1]);
                      if (!status.contains(" 200 ")) {
                        failed.incrementAndGet();
                        told(status);
                      }
                    } catch (IOException e) {
                      cut.incrementAndGet();
                      told(String.valueOf(e.getMessage()));
                      Thread.sleep(20);
                    }
                  }
                  return null;
                }));
      }
      for (var one : all) {
        one.get();
      }
    }
    System.out.printf("%d %d %d%n", asked.get(), failed.get(), cut.get());
    words.forEach((word, count) -> System.out.println(count + " × " + word));
  }

  private static synchronized void told(String word) {
    words.merge(word, 1, Integer::sum);
  }

  private static String ask(int port, String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      var request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var status = in.readLine();
      if (status == null) {
        throw new IOException("hung up without an answer");
      }
      while (in.readLine() != null) {}
      return status;
    }
  }
}
