// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

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
    var pipeline = ((ConnectionBase) connection).channel().pipeline();
    pipeline.addBefore(VERTX, EndOfConnection.class.getName(), new EndOfConnection());
  }

  /// Nothing more of one answer is wanted. May be called by any thread, once for each answer.
  static void delivered(HttpConnection connection) {
    var channel = ((ConnectionBase) connection).channel();
    var context = channel.pipeline().context(EndOfConnection.class);
    if (context != null) {
      channel.eventLoop().execute(() -> ((EndOfConnection) context.handler()).deliver(context));
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
