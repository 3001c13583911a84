// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/// `GET /v2/<name>/blobs/<digest>` with a `Range`: a part of a blob, handed over while it comes in.
/// A registry may give all of it instead.
///
/// @param to the last byte; -1 for the end of the blob
/// @param size that the blob is said to have
record FetchPart<T>(
    Repository repository, Digest digest, long from, long to, long size, Reader<T> reader)
    implements Endpoint<T> {
  private static final Pattern RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
  private static final int PARTIAL = 206;

  /// Takes bytes in.
  interface Reader<T> {
    /// @param offset in the blob, of the first byte: 0 when the registry gives all of it
    T read(long offset, InputStream bytes) throws Refused, IOException, InterruptedException;
  }

  /// The registry's answer is of another part, or of another blob.
  static final class Lie extends IOException {
    private static final long serialVersionUID = 1;

    Lie(String range) {
      super("the registry answered with the range '%s'".formatted(range));
    }
  }

  @Override
  public Ask ask(URI base) {
    return Ask.get(
        base.resolve("/v2/" + repository.path() + "/blobs/" + digest),
        Map.of("Range", "bytes=" + from + "-" + (to < 0 ? "" : to)));
  }

  @Override
  public T read(Answer answer) throws Refused, IOException, InterruptedException {
    if (answer.status() != PARTIAL) {
      return reader.read(0, answer.body());
    }
    var told = answer.header("Content-Range").orElse("");
    if (!isRight(told)) {
      throw new Lie(told);
    }
    return reader.read(from, answer.body());
  }

  private boolean isRight(String told) {
    var range = RANGE.matcher(told);
    return range.matches()
        && Long.parseLong(range.group(1)) == from
        && Long.parseLong(range.group(2)) == (to < 0 ? size - 1 : to)
        && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == size);
  }
}
