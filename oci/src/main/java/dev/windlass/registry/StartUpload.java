// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `POST /v2/NAME/blobs/uploads/`: begins an upload; with `?digest=` takes the whole blob at once;
/// with `?mount=&from=` takes it over from another repository, where the client may read it there.
record StartUpload(Store store, Access access) implements Endpoint {
  @Override
  public List<Scope> needs(Request request) {
    return List.of(Scope.of(request.name(), "pull", "push"));
  }

  /// To mount, one has to be allowed to read the source.
  @Override
  public List<Scope> wants(Request request) {
    var reading = source(request).map(StartUpload::reading);
    return Stream.concat(needs(request).stream(), reading.stream()).toList();
  }

  @Override
  public Answer answer(Request request, Pass pass) throws IOException {
    var source = source(request);
    var blob = request.query("mount").map(Request::digest);
    boolean mounts =
        source.isPresent()
            && mayRead(request, pass, source.get())
            && store.shelf(source.get()).hasBlob(blob.orElseThrow());
    return mounts
        ? FinishUpload.shelved(store, request.name(), blob.orElseThrow())
        : begun(request);
  }

  private static Optional<Name> source(Request request) {
    return request.query("mount").flatMap(_ -> request.query("from")).map(Name::parse);
  }

  private static Scope reading(Name source) {
    return Scope.of(source, "pull");
  }

  /// Who could read the source but did not ask to is sent back to ask. Who could not sends the
  /// bytes.
  private boolean mayRead(Request request, Pass pass, Name source) {
    if (pass.covers(List.of(reading(source)))) {
      return true;
    }
    if (!access.granted(pass.caller(), reading(source)).actions().isEmpty()) {
      throw Gate.insufficient(request, wants(request));
    }
    return false;
  }

  private Answer begun(Request request) throws IOException {
    var wanted = request.query("digest").map(Request::digest);
    var hint = request.query("digest-algorithm").filter("sha512"::equals);
    var algorithm =
        wanted
            .map(Digest::algorithm)
            .orElse(hint.isPresent() ? Digest.Algorithm.SHA512 : Digest.Algorithm.SHA256);
    var upload = store.uploads().begin(request.name(), algorithm);
    return wanted.isPresent()
        ? whole(request, upload, wanted.get())
        : Answer.empty(202)
            .with("Location", upload.location())
            .with("Range", upload.range())
            .with("Docker-Upload-UUID", upload.id());
  }

  private Answer whole(Request request, Upload upload, Digest wanted) throws IOException {
    try {
      upload.append(request.body());
      return FinishUpload.finished(store, upload, wanted);
    } finally {
      store.uploads().forget(upload);
    }
  }
}
