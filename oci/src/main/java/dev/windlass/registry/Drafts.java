// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Upload;
import dev.windlass.registry.store.Uploads;
import java.io.IOException;

/// What the requests of an upload have in common.
final class Drafts {
  private Drafts() {}

  /// Does something with the upload that the request names.
  static Answer with(Store store, Request request, Uploads.Step<Answer> step) throws IOException {
    return store
        .uploads()
        .with(request.name(), request.last(), step)
        .orElseThrow(() ->
            Rejected.because(
                ErrorCode.BLOB_UPLOAD_UNKNOWN,
                "there is no such upload here, or it has ended",
                request.last()));
  }

  static String location(Request request, Upload upload) {
    return "/v2/" + request.name() + "/blobs/uploads/" + upload.id();
  }

  /// What is here so far, as the specification writes it: from 0 to the last byte.
  static String range(Upload upload) {
    return "0-" + Math.max(0, upload.size() - 1);
  }

  /// Says how far an upload came.
  static Answer progress(int status, Request request, Upload upload) {
    return Answer.empty(status)
        .with("Location", location(request, upload))
        .with("Range", range(upload))
        .with("Docker-Upload-UUID", upload.id());
  }
}
