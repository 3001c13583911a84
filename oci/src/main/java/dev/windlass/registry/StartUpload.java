// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import dev.windlass.registry.store.Name;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Upload;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `POST /v2/NAME/blobs/uploads/`: begins an upload; with `?digest=` takes the whole blob at once;
/// with `?mount=` takes it over from another repository that the client may read, `&from=` says
/// which.
record StartUpload(Store store, Rights rights, Toll toll) implements Endpoint {
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
    toll.checkPush(request, pass);
    var blob = request.query("mount").map(Request::digest);
    boolean mounted = blob.isPresent() && mounts(request, pass, blob.get());
    return mounted ? FinishUpload.taken(request.name(), blob.get()) : begun(request);
  }

  private boolean mounts(Request request, Pass pass, Digest blob) {
    return source(request)
        .filter(source -> mayRead(request, pass, source))
        .or(() -> request.query("from").isPresent() ? Optional.empty() : holder(pass, blob))
        .filter(source -> store.blobs().mount(source, request.name(), blob))
        .isPresent();
  }

  /// Where no source is named, any will do that the client could read.
  private Optional<Name> holder(Pass pass, Digest blob) {
    return store.blobs().holder(blob, name -> couldRead(pass, name));
  }

  private static Optional<Name> source(Request request) {
    return request.query("mount").flatMap(_ -> request.query("from")).map(Request::name);
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
    if (couldRead(pass, source)) {
      throw Gate.insufficient(request, wants(request));
    }
    return false;
  }

  private boolean couldRead(Pass pass, Name source) {
    return !rights.granted(pass.caller(), reading(source)).actions().isEmpty();
  }

  private Answer begun(Request request) throws IOException {
    var wanted = request.query("digest").map(Request::digest);
    var hint = request.query("digest-algorithm").filter("sha512"::equals);
    var algorithm =
        wanted
            .map(Digest::algorithm)
            .orElse(hint.isPresent() ? Digest.Algorithm.SHA512 : Digest.Algorithm.SHA256);
    var upload =
        store.uploads().begin(request.name(), algorithm).orElseThrow(() -> tooMany(request.name()));
    return wanted.isPresent()
        ? whole(request, upload, wanted.get())
        : Drafts.progress(202, request, upload);
  }

  static Rejected tooMany(Name name) {
    return Rejected.because(
        ErrorCode.TOOMANYREQUESTS,
        "too many uploads are under way; finish or cancel one, or wait",
        name,
        Map.of("Retry-After", "10"));
  }

  private Answer whole(Request request, Upload upload, Digest wanted) throws IOException {
    try {
      upload.append(request.body());
      return FinishUpload.finished(store, request.name(), upload, wanted);
    } finally {
      store.uploads().forget(upload);
    }
  }
}
