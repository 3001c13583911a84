// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `GET` and `HEAD /v2/NAME/blobs/DIGEST`, whole or a part.
record GetBlob(Store store) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var digest = request.digest();
    if (!store.shelf(request.name()).hasBlob(digest) || !store.content().has(digest)) {
      throw Rejected.unknownBlob(digest);
    }
    Path file = store.content().file(digest);
    return part(request, file, Files.size(file))
        .with("Docker-Content-Digest", digest)
        .with("ETag", "\"" + digest + "\"")
        .with("Accept-Ranges", "bytes");
  }

  private static Answer part(Request request, Path file, long size) {
    return switch (ByteRange.of(request.header("Range"), size)) {
      case ByteRange.All() -> Answer.slice(200, file, 0, size);
      case ByteRange.Part(long from, long length) ->
          Answer.slice(206, file, from, length)
              .with("Content-Range", "bytes %d-%d/%d".formatted(from, from + length - 1, size));
      case ByteRange.Outside() ->
          Rejected.because(ErrorCode.RANGE_INVALID, "the blob has " + size + " bytes", size)
              .answer()
              .with("Content-Range", "bytes */" + size);
    };
  }
}
