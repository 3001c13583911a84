// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A tar in a gzip of one or more members. As all gunzips do, it leaves alone what is behind the
/// last of them and is none.
final class Gzip implements Inflating {
  private static final int HEADER = 10;
  private static final int HAS_SUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int[] MAGIC = {0x1f, 0x8b, 8};

  /// Where in a member we are.
  private enum At {
    HEADER,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    SUM,
    BODY,
    BEHIND
  }

  private final GzipMember member;
  private At at = At.HEADER;
  private boolean first = true;
  private int count; // bytes of this part of the header that were read
  private int flags;
  private int extra;

  Gzip(GzipMember member) {
    this.member = member;
  }

  @Override
  public void inflate(ByteBuffer in, ByteBuffer out) throws IOException {
    boolean going = true;
    while (going) {
      if (at == At.BEHIND) {
        in.position(in.limit());
        going = false;
      } else if (at == At.BODY) {
        going = body(in, out);
      } else {
        going = in.hasRemaining();
        if (going) {
          header(in.get() & 0xff);
        }
      }
    }
  }

  /// Whether there may be more to do.
  private boolean body(ByteBuffer in, ByteBuffer out) throws IOException {
    boolean ended = member.inflate(in, out);
    if (ended) {
      go(At.HEADER);
      first = false;
    }
    return ended;
  }

  private void go(At next) {
    at = next;
    count = 0;
    if (next == At.BODY) {
      member.begin();
    }
  }

  private void header(int next) throws IOException {
    int index = count++;
    switch (at) {
      case HEADER -> fixed(index, next);
      case EXTRA_LENGTH -> {
        extra |= next << (8 * index);
        if (count == 2) {
          go(extra > 0 ? At.EXTRA : after(At.EXTRA));
        }
      }
      case EXTRA -> {
        if (count == extra) {
          go(after(At.EXTRA));
        }
      }
      case NAME, COMMENT -> {
        if (next == 0) {
          go(after(at));
        }
      }
      case SUM -> {
        if (count == 2) {
          go(At.BODY);
        }
      }
      case BODY, BEHIND -> throw new IllegalStateException("no header");
    }
  }

  private void fixed(int index, int next) throws IOException {
    if (index < MAGIC.length && next != MAGIC[index]) {
      if (first) {
        throw new IOException("it is no gzip");
      }
      go(At.BEHIND);
    } else if (index == 3) {
      flags = next;
      extra = 0;
    } else if (index == HEADER - 1) {
      go((flags & HAS_EXTRA) != 0 ? At.EXTRA_LENGTH : after(At.EXTRA));
    }
  }

  /// The part of the header that comes behind this one.
  private At after(At part) {
    if (part == At.EXTRA && (flags & HAS_NAME) != 0) {
      return At.NAME;
    }
    if (part != At.COMMENT && (flags & HAS_COMMENT) != 0) {
      return At.COMMENT;
    }
    return (flags & HAS_SUM) != 0 ? At.SUM : At.BODY;
  }

  @Override
  public void end() throws IOException {
    boolean between = at == At.HEADER && count == 0 && !first;
    if (!between && at != At.BEHIND) {
      throw new IOException("the gzip ends too early");
    }
  }

  @Override
  public void close() {
    member.close();
  }
}
