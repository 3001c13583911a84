// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real clients and servers of gRPC and of WebSockets, the servers in containers that sleep.
@Timeout(300)
class ProtocolIT {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*)");

  @TempDir private static Path folder;
  private static final String CALLER = "caller";
  private static final String SOCKET = "socket";

  private static TestEngine engine;
  private static String callerHost;
  private static String socketHost;

  @BeforeAll
  static void start() throws Exception {
    engine = TestEngine.start("--scale-window", "6", "--standby", "cold");
    var layout = ImageLayout.in(folder.resolve("oci"));
    layout.add(root());
    layout.finish(
        "{\"Entrypoint\":[\"/java/bin/java\",\"-Xshare:auto\",\"-XX:TieredStopAtLevel=1\",\"-cp\",\"/app:/app/*\",\"dev.windlass.SpeakingApp\"]}");
    var target = "docker://" + engine.registry() + "/it/speaking:1";
    engine
        .run("skopeo", "copy", "--dest-tls-verify=false", "oci:" + folder.resolve("oci"), target)
        .works();
    callerHost = app(CALLER, "--port", "h2c:8080", "--argument", "grpc");
    socketHost = app(SOCKET, "--argument", "websocket");
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
  }

  /// A Java without what the app does not need, the C library, and what this test is made of.
  private static Path root() throws Exception {
    var root = Files.createDirectory(folder.resolve("root"));
    var java = root.resolve("java");
    var home = Path.of(System.getProperty("java.home"));
    engine
        .run(
            home.resolve("bin/jlink").toString(),
            "--add-modules",
            "java.base,java.logging,java.management,java.naming,jdk.unsupported",
            "--strip-debug",
            "--output",
            java.toString())
        .works();
    for (var binary : List.of("bin/java", "lib/server/libjvm.so", "lib/libnio.so")) {
      var needed = LIBRARY.matcher(engine.run("ldd", java.resolve(binary).toString()).output());
      while (needed.find()) {
        if (!needed.group(1).startsWith(java.toString())) {
          copy(Path.of(needed.group(1)), root.resolve(needed.group(1).substring(1)));
        }
      }
    }
    Files.createDirectories(root.resolve("tmp"));
    for (var part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var path = Path.of(part);
      if (Files.isRegularFile(path)) {
        copy(path, root.resolve("app").resolve(path.getFileName()));
      }
    }
    var classes = Path.of("target/test-classes/dev/windlass");
    try (var all = Files.list(classes)) {
      for (var file : all.filter(f -> f.getFileName().toString().startsWith("Speaking")).toList()) {
        copy(file, root.resolve("app/dev/windlass").resolve(file.getFileName()));
      }
    }
    return root;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The name of the app's host.
  private static String app(String name, String... more) throws Exception {
    var words = new ArrayList<>(List.of("app", "create", "--name", name));
    words.addAll(List.of("--image", engine.registry() + "/it/speaking:1"));
    words.addAll(List.of(more));
    var url = engine.windlass(words.toArray(String[]::new)).works().lastLine();
    return URI.create(url).getAuthority();
  }

  private static void untilAsleep(String app) throws Exception {
    TestEngine.eventually(
        "it sleeps",
        () -> {
          try (var all = Files.list(engine.state().resolve("containers"))) {
            return all.noneMatch(one -> one.getFileName().toString().startsWith(app + "-0"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void grpcWakesAnAppThatSleeps() throws Exception {
    var channel =
        NettyChannelBuilder.forAddress(ingress())
            .overrideAuthority(callerHost)
            .usePlaintext()
            .build();
    try {
      untilAsleep(CALLER);
      var answer =
          ClientCalls.blockingUnaryCall(channel, SpeakingApp.ECHO, CallOptions.DEFAULT, "a");
      assertThat(answer).isEqualTo("a");
      talk(channel);
    } finally {
      channel.shutdownNow().awaitTermination(5, SECONDS);
    }
  }

  /// For longer than an idle app stays awake.
  private static void talk(ManagedChannel channel) throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    var mouth =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(SpeakingApp.TALK, CallOptions.DEFAULT), collecting(heard));
    for (int i = 0; i < 8; i++) {
      mouth.onNext("" + i);
      assertThat(heard.poll(30, SECONDS)).isEqualTo("" + i);
      Thread.sleep(1_000); // what is between two words of somebody who thinks
    }
    mouth.onCompleted();
    assertThat(heard.poll(30, SECONDS)).isEqualTo("the end");
  }

  private static StreamObserver<String> collecting(BlockingQueue<String> heard) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String word) {
        heard.add(word);
      }

      @Override
      public void onError(Throwable e) {
        heard.add(e.toString());
      }

      @Override
      public void onCompleted() {
        heard.add("the end");
      }
    };
  }

  @Test
  void aWebSocketWakesAnAppThatSleepsAndKeepsItAwake() throws Exception {
    untilAsleep(SOCKET);
    var heard = new LinkedBlockingQueue<String>();
    try (var client = HttpClient.newHttpClient()) {
      var address = ingress();
      var socket =
          client
              .newWebSocketBuilder()
              .header("Host", socketHost)
              .buildAsync(
                  URI.create("ws://%s:%d/".formatted(address.getHostString(), address.getPort())),
                  new Ear(heard))
              .get();
      for (int i = 0; i < 8; i++) {
        socket.sendText("" + i, true).get();
        assertThat(heard.poll(30, SECONDS)).isEqualTo("" + i);
        Thread.sleep(1_000); // what is between two words of somebody who thinks
      }
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
      assertThat(heard.poll(30, SECONDS)).isEqualTo("closed with 1000");
    }
    untilAsleep(SOCKET);
  }

  private static InetSocketAddress ingress() {
    return new InetSocketAddress(engine.ingress().getHost(), engine.ingress().getPort());
  }

  private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.add(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      heard.add("closed with " + code);
      return null;
    }
  }
}
