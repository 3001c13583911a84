// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Blob;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// `GET` and `HEAD /v2/NAME/blobs/DIGEST`, whole or a part.
record GetBlob(Store store, Toll toll) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var digest = request.digest();
    var blob =
        store.blobs().find(request.name(), digest).orElseThrow(() -> Rejected.unknownBlob(digest));
    return request
        .unlessKnown(digest, () -> part(request, blob))
        .with("Docker-Content-Digest", digest)
        .with("Accept-Ranges", "bytes");
  }

  private Answer part(Request request, Blob blob) throws IOException {
    long size = blob.size();
    return switch (ByteRange.of(request.header("Range"), size)) {
      case ByteRange.All() -> slice(request, 200, blob, 0, size);
      case ByteRange.Part(long from, long length) ->
          slice(request, 206, blob, from, length)
              .with("Content-Range", "bytes %d-%d/%d".formatted(from, from + length - 1, size));
      case ByteRange.Outside() ->
          Rejected.because(ErrorCode.RANGE_INVALID, "the blob has " + size + " bytes", size)
              .answer()
              .with("Content-Range", "bytes */" + size);
    };
  }

  /// The file is opened before anything is said of it: the clean-up may take it away until then.
  private Answer slice(Request request, int status, Blob blob, long from, long length)
      throws IOException {
    if (request.isHead()) {
      return Answer.silent(status, "application/octet-stream", length);
    }
    try {
      var file = FileChannel.open(blob.file(), StandardOpenOption.READ);
      return Answer.slice(status, file, from, length, sent -> toll.count(request, sent));
    } catch (NoSuchFileException e) {
      throw Rejected.unknownBlob(blob.digest());
    }
  }
}
