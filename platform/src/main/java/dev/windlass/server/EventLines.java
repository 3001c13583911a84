// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Lines as server-sent events, as browsers read them (HTML, 9.2): each is the data of an event,
/// and an empty one, which only shows that somebody is there, a comment. For one thread.
final class EventLines extends FilterOutputStream {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private boolean begun;

  EventLines(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    if (b != '\n') {
      begin();
      out.write(b);
      return;
    }
    out.write(begun ? '\n' : ':');
    out.write('\n');
    if (!begun) {
      out.write('\n');
    }
    begun = false;
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    int at = from;
    while (at < from + count) {
      int end = at;
      while (end < from + count && bytes[end] != '\n') {
        end++;
      }
      if (end > at) {
        begin();
        out.write(bytes, at, end - at);
      }
      if (end < from + count) {
        write('\n');
      }
      at = end + 1;
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      out.write(DATA);
      begun = true;
    }
  }
}
