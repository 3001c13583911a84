// SPDX-License-Identifier: Apache-2.0
package dev.windlass.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// The one way out to an API of ours: who we are, and the connection that is kept for the next
/// request. Made for programs that live for a tenth of a second: the JDK's own client has threads
/// that such a program would wait for at its end, and its older one no PATCH. Throws [ApiException]
/// when the answer is no, and [Unreachable] when there is none. Safe to share between threads;
/// those that wait for an answer have a connection each.
public final class Wire {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int MOST_BYTES_OF_A_COMPLAINT = 1 << 20;
  private static final int MOST_BYTES = 256 << 20;

  private final URI base;
  private final String root;
  private final String key;
  private final Complaint complaint;
  private final AtomicReference<@Nullable DefaultBHttpClientConnection> idle =
      new AtomicReference<>();

  /// @param base such as `http://127.0.0.1:7070`
  /// @param root what the paths of all requests begin with
  public Wire(URI base, String root, String key, Complaint complaint) {
    this.base = withoutSlash(base);
    this.root = root;
    this.key = key;
    this.complaint = complaint;
  }

  private static URI withoutSlash(URI base) {
    var text = base.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : base;
  }

  public URI base() {
    return base;
  }

  /// The body of the answer.
  public byte[] send(Ask ask) {
    return exchange(ask, body -> readAll(body, MOST_BYTES));
  }

  /// Each line of the answer as it comes.
  void lines(Ask ask, Consumer<String> each) {
    exchange(
        ask,
        body -> {
          var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
          for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            each.accept(line);
          }
          return each;
        });
  }

  private <T> T exchange(Ask ask, Reading<T> reading) {
    try {
      var connection = connection(ask.patience());
      boolean reusable = false;
      try {
        var answer = ask(connection, ask);
        T result = read(answer, reading);
        reusable = !answer.containsHeader("Connection");
        return result;
      } catch (ApiException e) {
        reusable = true;
        throw e;
      } finally {
        giveBack(connection, reusable);
      }
    } catch (HttpException e) {
      throw new Unreachable(base, new IOException(base + " does not speak HTTP", e));
    } catch (IOException e) {
      throw new Unreachable(base, e);
    }
  }

  private ClassicHttpResponse ask(DefaultBHttpClientConnection connection, Ask ask)
      throws IOException, HttpException {
    var request = request(ask);
    connection.sendRequestHeader(request);
    connection.sendRequestEntity(request);
    connection.flush();
    var answer = connection.receiveResponseHeader();
    if (MessageSupport.canResponseHaveBody(ask.method(), answer)) {
      connection.receiveResponseEntity(answer);
    }
    return answer;
  }

  private BasicClassicHttpRequest request(Ask ask) {
    var request = new BasicClassicHttpRequest(ask.method(), base.getRawPath() + root + ask.path());
    request.setHeader("Host", base.getRawAuthority());
    request.setHeader("Authorization", "Bearer " + key);
    request.setHeader("Accept", "application/json, application/x-ndjson");
    if (ask.ifMatch() != null) {
      request.setHeader("If-Match", ask.ifMatch());
    }
    var body = ask.body();
    if (body != null) {
      var entity = new StringEntity(body, ContentType.parse(ask.contentType()));
      request.setHeader("Content-Type", ask.contentType());
      request.setHeader("Content-Length", String.valueOf(entity.getContentLength()));
      request.setEntity(entity);
    }
    return request;
  }

  private <T> T read(ClassicHttpResponse answer, Reading<T> reading) throws IOException {
    var entity = answer.getEntity();
    try (InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent()) {
      if (answer.getCode() >= 300) {
        throw complaint(answer.getCode(), readAll(body, MOST_BYTES_OF_A_COMPLAINT));
      }
      return reading.read(body);
    }
  }

  private ApiException complaint(int status, byte[] body) {
    try {
      return complaint.read(status, body);
    } catch (RuntimeException notOurs) {
      var seen = new String(body, StandardCharsets.UTF_8).strip();
      return new ApiException(
          status, List.of(new Problem("status_" + status, unexpected(status, seen))), "");
    }
  }

  private static String unexpected(int status, String seen) {
    return "the API answered with status "
        + status
        + (seen.isEmpty() ? "" : ": " + seen.substring(0, Math.min(seen.length(), 300)));
  }

  private static byte[] readAll(InputStream body, int mostBytes) throws IOException {
    byte[] bytes = body.readNBytes(mostBytes + 1);
    if (bytes.length > mostBytes) {
      throw new IOException("the answer is longer than " + mostBytes + " bytes");
    }
    return bytes;
  }

  private DefaultBHttpClientConnection connection(Duration patience) throws IOException {
    var kept = idle.getAndSet(null);
    if (kept != null && kept.isStale()) {
      kept.close(CloseMode.IMMEDIATE);
      kept = null;
    }
    var connection = kept == null ? open() : kept;
    connection.setSocketTimeout(Timeout.of(patience));
    return connection;
  }

  private DefaultBHttpClientConnection open() throws IOException {
    var socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(base.getHost(), port()), CONNECT_MILLIS);
    var connection = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
    connection.bind(secured() ? secure(socket) : socket);
    return connection;
  }

  private Socket secure(Socket plain) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var safe = (SSLSocket) factory.createSocket(plain, base.getHost(), port(), true);
    var parameters = safe.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // names are not looked at otherwise
    safe.setSSLParameters(parameters);
    return safe;
  }

  private boolean secured() {
    return "https".equals(base.getScheme());
  }

  private int port() {
    return base.getPort() != -1 ? base.getPort() : secured() ? 443 : 80;
  }

  private void giveBack(DefaultBHttpClientConnection connection, boolean reusable) {
    var surplus = reusable ? idle.getAndSet(connection) : connection;
    if (surplus != null) {
      surplus.close(CloseMode.IMMEDIATE);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(InputStream body) throws IOException;
  }
}
