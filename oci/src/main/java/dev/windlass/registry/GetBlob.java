// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Blob;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// `GET` and `HEAD /v2/NAME/blobs/DIGEST`, whole or a part.
record GetBlob(Store store, Toll toll, CachedBlobs cached) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull"));
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var digest = request.digest();
    var here = here(request.name(), digest);
    return request
        .unlessKnown(
            digest,
            () ->
                here.isPresent()
                    ? part(
                        request,
                        here.get().size(),
                        (status, from, length) -> slice(request, here.get(), status, from, length))
                    : fetched(request, pass, digest))
        .with("Docker-Content-Digest", digest)
        .with("Accept-Ranges", "bytes");
  }

  /// Nothing when the blob has to be fetched first.
  private Optional<Blob> here(Name name, Digest digest) throws IOException {
    var here = store.blobs().find(name, digest);
    if (here.isPresent()) {
      return here;
    }
    if (Elsewhere.of(store, name).isEmpty()) {
      throw Rejected.unknownBlob(digest);
    }
    return cached.fromNeighbour(name, digest);
  }

  /// Makes an answer of some of the bytes of a blob.
  private interface Slices {
    Answer slice(int status, long from, long length) throws IOException;
  }

  private static Answer part(Request request, long size, Slices blob) throws IOException {
    return switch (ByteRange.of(request.header("Range"), size)) {
      case ByteRange.All() -> blob.slice(200, 0, size);
      case ByteRange.Part(long from, long length) ->
          blob.slice(206, from, length)
              .with("Content-Range", "bytes %d-%d/%d".formatted(from, from + length - 1, size));
      case ByteRange.Outside() ->
          Rejected.because(ErrorCode.RANGE_INVALID, "the blob has " + size + " bytes", size)
              .answer()
              .with("Content-Range", "bytes */" + size);
    };
  }

  private Answer fetched(Request request, Pass pass, Digest digest) throws IOException {
    var from = Elsewhere.of(store, request.name()).orElseThrow(() -> Rejected.unknownBlob(digest));
    if (request.isHead()) {
      return part(request, cached.length(from, digest), GetBlob::silent);
    }
    toll.checkStorage(request, pass);
    var download = cached.download(from, digest);
    return part(
        request,
        download.begun().length(),
        (status, first, length) ->
            Answer.of(
                status,
                new Coming(
                    download, download.open(), first, length, sent -> toll.count(request, sent))));
  }

  private static Answer silent(int status, long from, long length) {
    return Answer.silent(status, "application/octet-stream", length);
  }

  /// The file is opened before anything is said of it: the clean-up may take it away until then.
  private Answer slice(Request request, Blob blob, int status, long from, long length)
      throws IOException {
    if (request.isHead()) {
      return silent(status, from, length);
    }
    try {
      var file = FileChannel.open(blob.file(), StandardOpenOption.READ);
      return Answer.slice(status, file, from, length, sent -> toll.count(request, sent));
    } catch (NoSuchFileException e) {
      throw Rejected.unknownBlob(blob.digest());
    }
  }
}
