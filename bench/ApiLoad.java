// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/// The clients of `api.sh`: keep connections open, and ask as fast as they are answered.
///
/// `ApiLoad PORT KEY PROJECT create FIRST COUNT CLIENTS` makes jobs `job-FIRST` and on; `get STORED
/// SECONDS CLIENTS` gets any of those. Prints what there was a second, and how long 99 of 100 took
/// at most, in microseconds.
final class ApiLoad {
  private final int port;
  private final String head;
  private final String path;

  private ApiLoad(String[] words) {
    port = Integer.parseInt(words[0]);
    head = "Host: localhost\r\nAuthorization: Bearer " + words[1] + "\r\n";
    path = "/v2/projects/" + words[2] + "/jobs";
  }

  public static void main(String[] words) throws Exception {
    var load = new ApiLoad(words);
    int first = Integer.parseInt(words[4]);
    int count = Integer.parseInt(words[5]);
    int clients = Integer.parseInt(words[6]);
    if (words[3].equals("create")) {
      load.run(clients, number -> load.create(first, count, clients, number));
    } else {
      load.run(clients, _ -> load.get(first, count));
    }
  }

  @FunctionalInterface
  private interface Client {
    List<Long> run(int number) throws IOException;
  }

  private void run(int clients, Client client) throws Exception {
    long began = System.nanoTime();
    var all = new ArrayList<Long>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var running = new ArrayList<Future<List<Long>>>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        Callable<List<Long>> work = () -> client.run(number);
        running.add(threads.submit(work));
      }
      for (var one : running) {
        all.addAll(one.get());
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long[] times = all.stream().mapToLong(Long::longValue).sorted().toArray();
    long late = times[(int) (times.length * 0.99)];
    System.out.printf("%.0f %d%n", times.length / seconds, late / 1000);
    assert Arrays.stream(times).allMatch(time -> time > 0);
  }

  private List<Long> create(int first, int count, int clients, int number) throws IOException {
    var times = new ArrayList<Long>();
    try (var wire = new Wire(port)) {
      for (int i = first + number; i < first + count; i += clients) {
        var body =
            """
            {"name":"job-%d","image_reference":"icr.io/codeengine/helloworld","scale_array_spec":"0-9",
            "run_env_variables":[{"type":"literal","name":"A","value":"b"}]}\
            """
                .formatted(i);
        times.add(
            wire.ask(
                "POST %s?preflight=false HTTP/1.1\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(path, head, body.length(), body),
                201));
      }
    }
    return times;
  }

  private List<Long> get(int stored, int seconds) throws IOException {
    var times = new ArrayList<Long>();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    try (var wire = new Wire(port)) {
      while (System.nanoTime() < end) {
        int one = ThreadLocalRandom.current().nextInt(stored);
        times.add(wire.ask("GET %s/job-%d HTTP/1.1\r\n%s\r\n".formatted(path, one, head), 200));
      }
    }
    return times;
  }

  /// One connection, and as little HTTP as does.
  private static final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Wire(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /// How long the answer took.
    long ask(String request, int wanted) throws IOException {
      long began = System.nanoTime();
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      var status = line();
      int length = 0;
      for (var header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      var body = in.readNBytes(length);
      if (!status.startsWith("HTTP/1.1 " + wanted)) {
        throw new IOException(status + ": " + new String(body, StandardCharsets.UTF_8));
      }
      return System.nanoTime() - began;
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the server hung up");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
