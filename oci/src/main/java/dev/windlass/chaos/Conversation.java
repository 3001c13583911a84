// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// HTTP by hand, because half of the faults are things that no HTTP server will do: one request on
/// each connection, and an answer that arrives in whatever way its [Delivery] says.
record Conversation(String scheme, Stage stage, Behaviour behaviour) implements Door.Handler {
  private static final Answer NO_REQUEST =
      Answer.text(400, "text/plain", "What came is no HTTP request.\n");
  private static final byte[] NO_HTTP = "\0\0\0\24SSH-1.99-chaos\r\n".getBytes(ISO_8859_1);

  @Override
  public void handle(Socket connection) throws IOException {
    waitForHead(connection);
    var in = new BufferedInputStream(connection.getInputStream());
    var ask = Ask.read(in, scheme, stage);
    var answer = ask.isPresent() ? behaviour.answer(ask.get()) : NO_REQUEST;
    boolean head = ask.isPresent() && ask.get().isHead();
    deliver(answer, head ? new byte[0] : answer.body(), connection, in);
  }

  void waitForHead(Socket connection) throws IOException {
    wait(connection, stage.limits().head());
  }

  /// Answers what could not be read.
  void refuse(Socket connection, Answer answer) throws IOException {
    send(connection, answer.head(), answer.body(), answer.body().length);
    finish(connection, connection.getInputStream());
  }

  private void deliver(Answer answer, byte[] body, Socket connection, InputStream in)
      throws IOException {
    switch (answer.delivery()) {
      case WHOLE -> {
        send(connection, answer.head(), body, body.length);
        finish(connection, in);
      }
      case CLOSED_HALFWAY -> {
        send(connection, answer.head(), body, body.length / 2);
        finish(connection, in);
      }
      case RESET_HALFWAY -> {
        send(connection, answer.head(), body, body.length / 2);
        reset(connection);
      }
      case SILENT_HALFWAY -> {
        send(connection, answer.head(), body, body.length / 2);
        hold(connection, in, stage.limits());
      }
      case DRIPPING -> {
        send(connection, answer.head(), body, 0);
        drip(connection, in, body);
      }
      case SILENT -> hold(connection, in, stage.limits());
      case GARBLED -> {
        send(connection, NO_HTTP, body, 0);
        finish(connection, in);
      }
    }
  }

  private static void send(Socket connection, byte[] head, byte[] body, int most)
      throws IOException {
    var out = connection.getOutputStream();
    out.write(head);
    out.write(body, 0, most);
    out.flush();
  }

  /// Waits for the client to hang up first. Were it still sending, it would find the connection
  /// reset, and might not look at the answer.
  private void finish(Socket connection, InputStream in) throws IOException {
    connection.shutdownOutput();
    wait(connection, stage.limits().linger());
    ignore(in);
  }

  /// Closes so that the client sees a reset, not an end.
  static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
  }

  /// Says nothing until the client has had enough.
  static void hold(Socket connection, InputStream in, Limits limits) throws IOException {
    wait(connection, limits.silence());
    ignore(in);
  }

  private static void ignore(InputStream in) throws IOException {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException patienceEnded) {
      return;
    }
  }

  private void drip(Socket connection, InputStream in, byte[] body) throws IOException {
    wait(connection, stage.limits().drip());
    long most = stage.limits().silence().dividedBy(stage.limits().drip());
    for (int i = 0; i < Math.min(body.length, most); i++) {
      connection.getOutputStream().write(body[i]);
      if (isGone(in)) {
        return;
      }
    }
  }

  /// The pause between two drops is a wait for the client to leave.
  private static boolean isGone(InputStream in) throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketTimeoutException stillThere) {
      return false;
    }
  }

  private static void wait(Socket connection, Duration most) throws IOException {
    connection.setSoTimeout(Math.toIntExact(most.toMillis()));
  }
}
