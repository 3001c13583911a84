// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// An app that echoes over gRPC or over WebSockets. Runs in a container.
public final class SpeakingApp {
  static final MethodDescriptor<String, String> ECHO = method("echo", MethodType.UNARY);
  static final MethodDescriptor<String, String> TALK = method("talk", MethodType.BIDI_STREAMING);

  private SpeakingApp() {}

  /// @param arguments `grpc` or `websocket`
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(System.getenv("PORT"));
    if (arguments[0].equals("grpc")) {
      NettyServerBuilder.forPort(port).addService(service()).build().start().awaitTermination();
    } else {
      Vertx.vertx()
          .createHttpServer()
          .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
          .listen(port, "0.0.0.0")
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    }
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("speak.App")
        .addMethod(ECHO, ServerCalls.asyncUnaryCall(SpeakingApp::echo))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(mouth -> mouth))
        .build();
  }

  private static void echo(String message, StreamObserver<String> answer) {
    answer.onNext(message);
    answer.onCompleted();
  }

  private static MethodDescriptor<String, String> method(String name, MethodType type) {
    return MethodDescriptor.<String, String>newBuilder()
        .setFullMethodName("speak.App/" + name)
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
