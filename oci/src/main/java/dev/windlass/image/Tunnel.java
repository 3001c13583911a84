// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import dev.windlass.image.Failure.Misbehaved.Oddity;
import dev.windlass.image.Failure.Unreachable.Trouble;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;

/// Asks a proxy for a way to a server behind it.
record Tunnel(Asking asking, Ask ask, Proxies.Proxy proxy, Limits limits) {
  private static final int GOOD = 200;
  private static final int LOGIN = 407;

  /// Returns the same connection, which leads to the server from here on.
  Socket through(Socket socket) throws Refused, InterruptedException {
    asking.steps().saw("proxy", proxy.toString());
    try {
      int status = status(socket);
      asking.steps().saw("status", Integer.toString(status));
      return switch (status) {
        case GOOD -> socket;
        case LOGIN ->
            throw new Refused(
                new Failure.Misbehaved(
                    asking.image(),
                    Oddity.PROXY_LOGIN,
                    refusal(status, "the proxy %s wants a login".formatted(proxy))));
        default ->
            throw Wire.unreachable(
                asking,
                ask,
                Trouble.REFUSED,
                "the proxy %s answered %d to CONNECT".formatted(proxy, status));
      };
    } catch (IOException e) {
      Wire.checkInterrupt(e);
      throw Wire.unreachable(
          asking, ask, Trouble.BROKEN, "the proxy %s: %s".formatted(proxy, Wire.words(e)));
    } catch (HttpException e) {
      throw Wire.unreachable(
          asking, ask, Trouble.NOT_HTTP, "the proxy %s: %s".formatted(proxy, Wire.words(e)));
    }
  }

  private Refusal refusal(int status, String words) {
    return new Refusal("CONNECT", URI.create("http://" + proxy), status, "", words);
  }

  /// The bytes after the answer are the server's, which says nothing before we do.
  @SuppressWarnings("resource") // closing it would close the socket
  private int status(Socket socket) throws IOException, HttpException {
    var http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    http.bind(socket);
    http.setSocketTimeout(Timeout.ofMilliseconds(limits.silence().toMillis()));
    var server = ask.address().getHost() + ":" + Addresses.port(ask.address());
    var request = new BasicClassicHttpRequest("CONNECT", server);
    request.setHeader("Host", server);
    proxy.login().ifPresent(login -> request.setHeader("Proxy-Authorization", login.reveal()));
    http.sendRequestHeader(request);
    http.flush();
    return http.receiveResponseHeader().getCode();
  }
}
