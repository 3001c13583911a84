// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A real client and a real server of gRPC, with the ingress between them.
@Timeout(60)
class GrpcTest {
  private static final Metadata.Key<String> HINT =
      Metadata.Key.of("hint", Metadata.ASCII_STRING_MARSHALLER);
  private static final MethodDescriptor<String, String> ECHO = method("echo", MethodType.UNARY);
  private static final MethodDescriptor<String, String> FAIL = method("fail", MethodType.UNARY);
  private static final MethodDescriptor<String, String> NEVER = method("never", MethodType.UNARY);
  private static final MethodDescriptor<String, String> COUNT =
      method("count", MethodType.SERVER_STREAMING);
  private static final MethodDescriptor<String, String> TALK =
      method("talk", MethodType.BIDI_STREAMING);

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private Fixture fixture;
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    fixture = new Fixture();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service())
            .build()
            .start();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    // Even where nobody said that the app speaks HTTP/2.
    fixture.route(new Backend("shop", address, 100, Protocol.HTTP1));
    channel =
        NettyChannelBuilder.forAddress(fixture.ingress.address())
            .overrideAuthority("shop.test")
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, SECONDS);
    server.shutdownNow().awaitTermination(5, SECONDS);
    fixture.close();
  }

  @Test
  void aCallIsAnswered() {
    String long100 = "x".repeat(100_000);
    assertThat(call(ECHO, long100, CallOptions.DEFAULT)).isEqualTo(long100);
  }

  @Test
  void manyCallsShareConnections() throws Exception {
    var calls = new ArrayList<ListenableFuture<String>>();
    for (int i = 0; i < 1_000; i++) {
      calls.add(ClientCalls.futureUnaryCall(channel.newCall(ECHO, CallOptions.DEFAULT), "" + i));
    }
    for (int i = 0; i < calls.size(); i++) {
      assertThat(calls.get(i).get()).isEqualTo("" + i);
    }
  }

  @Test
  void anErrorComesWithItsTrailers() {
    var failure =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> call(FAIL, "x", CallOptions.DEFAULT));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.getStatus().getDescription()).isEqualTo("not today");
    var trailers = Objects.requireNonNull(failure.getTrailers());
    assertThat(trailers.get(HINT)).isEqualTo("tomorrow");
  }

  @Test
  void aStreamComesWhole() {
    var numbers = new ArrayList<String>();
    ClientCalls.blockingServerStreamingCall(channel, COUNT, CallOptions.DEFAULT, "500")
        .forEachRemaining(numbers::add);
    assertThat(numbers).hasSize(500).last().isEqualTo("499");
  }

  @Test
  void bothSidesTalkInTurn() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    StreamObserver<String> mouth =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(TALK, CallOptions.DEFAULT), collecting(heard));
    for (int i = 0; i < 200; i++) {
      mouth.onNext("" + i);
      assertThat(heard.poll(10, SECONDS)).isEqualTo("you said " + i);
    }
    mouth.onCompleted();
    assertThat(heard.poll(10, SECONDS)).isEqualTo("the end");
  }

  @Test
  void aClientThatCancelsIsHeard() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var call = channel.newCall(COUNT, CallOptions.DEFAULT);
    ClientCalls.asyncServerStreamingCall(call, "1000000000", collecting(heard));
    assertThat(heard.poll(10, SECONDS)).isEqualTo("0");
    call.cancel("enough", null);
    assertThat(cancelled.await(10, SECONDS)).isTrue();
  }

  @Test
  void aDeadlineEndsTheCallOnBothSides() throws Exception {
    var failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> call(NEVER, "x", CallOptions.DEFAULT.withDeadlineAfter(300, MILLISECONDS)));
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(cancelled.await(10, SECONDS)).isTrue();
  }

  @Test
  void aCallWaitsForAnInstance() throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    fixture.route();
    var call = ClientCalls.futureUnaryCall(channel.newCall(ECHO, CallOptions.DEFAULT), "early");
    while (fixture.routes.load("shop.test").waiting() == 0) {
      Thread.onSpinWait();
    }
    fixture.route(new Backend("shop", address, 100, Protocol.H2C));
    assertThat(call.get()).isEqualTo("early");
  }

  private String call(
      MethodDescriptor<String, String> method, String message, CallOptions options) {
    return ClientCalls.blockingUnaryCall(channel, method, options, message);
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("shop.Shop")
        .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcTest::echo))
        .addMethod(FAIL, ServerCalls.asyncUnaryCall((_, answer) -> fail(answer)))
        .addMethod(NEVER, ServerCalls.asyncUnaryCall((_, answer) -> watch(answer)))
        .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(this::count))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcTest::talk))
        .build();
  }

  private static void echo(String message, StreamObserver<String> answer) {
    answer.onNext(message);
    answer.onCompleted();
  }

  private static void fail(StreamObserver<String> answer) {
    var trailers = new Metadata();
    trailers.put(HINT, "tomorrow");
    answer.onError(
        Status.FAILED_PRECONDITION.withDescription("not today").asRuntimeException(trailers));
  }

  private void watch(StreamObserver<String> answer) {
    ((ServerCallStreamObserver<String>) answer).setOnCancelHandler(cancelled::countDown);
  }

  /// No faster than the client reads.
  private void count(String most, StreamObserver<String> answer) {
    var numbers = (ServerCallStreamObserver<String>) answer;
    var next = new long[1];
    numbers.setOnCancelHandler(cancelled::countDown);
    numbers.setOnReadyHandler(() -> {
      while (numbers.isReady() && next[0] < Long.parseLong(most)) {
        numbers.onNext("" + next[0]++);
      }
      if (next[0] == Long.parseLong(most)) {
        next[0]++;
        numbers.onCompleted();
      }
    });
  }

  private static StreamObserver<String> talk(StreamObserver<String> mouth) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String word) {
        mouth.onNext("you said " + word);
      }

      @Override
      public void onError(Throwable e) {}

      @Override
      public void onCompleted() {
        mouth.onCompleted();
      }
    };
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

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setFullMethodName("shop.Shop/" + name)
        .setType(type)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try (stream) {
        return new String(stream.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
