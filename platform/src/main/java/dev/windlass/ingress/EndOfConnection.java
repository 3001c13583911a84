// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ClientConnection;
import java.util.Optional;

/// Keeps back that a backend hung up until the client has the answer that came before. Vert.x reads
/// ahead while it is paused, and what it read then is dropped when the connection ends: a backend
/// that closes after each answer would lose the last megabyte for every slow client.
///
/// Everything but [#delivered] is called by the event loop of the connection.
final class EndOfConnection extends ChannelDuplexHandler {
  private static final String VERTX = "handler";

  private int undelivered;
  private boolean whole = true;
  private boolean closing;
  private boolean ended;

  /// Has to be called before the first request.
  static void watch(HttpConnection connection) {
    channel(connection)
        .ifPresent(channel ->
            channel
                .pipeline()
                .addBefore(VERTX, EndOfConnection.class.getName(), new EndOfConnection()));
  }

  /// Nothing more of one answer is wanted. May be called by any thread, once for each answer.
  static void delivered(HttpConnection connection) {
    channel(connection)
        .map(channel -> channel.pipeline().context(EndOfConnection.class))
        .ifPresent(EndOfConnection::deliverOne);
  }

  /// Nothing for HTTP/2, whose streams end by themselves.
  private static Optional<Channel> channel(HttpConnection connection) {
    return connection instanceof Http1ClientConnection http1
        ? Optional.of(http1.channel())
        : Optional.empty();
  }

  private static void deliverOne(ChannelHandlerContext context) {
    var end = (EndOfConnection) context.handler();
    if (context.executor().inEventLoop() && !end.ended) {
      end.undelivered--;
    } else {
      context.executor().execute(() -> end.deliver(context));
    }
  }

  private void deliver(ChannelHandlerContext context) {
    undelivered--;
    if (undelivered == 0) {
      tell(context);
    }
  }

  private void tell(ChannelHandlerContext context) {
    if (ended) {
      ended = false;
      context.fireChannelInactive();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response && response.status().code() >= 200) {
      undelivered++;
      whole = false;
    }
    if (message instanceof LastHttpContent) {
      whole = true;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    closing = true;
    tell(context);
    var _ = context.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (undelivered > 0 && whole && !closing) {
      ended = true;
    } else {
      context.fireChannelInactive();
    }
  }
}
