// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The uploads under way. They do not outlive the registry; the drafts of an earlier run are thrown
/// away at the start, those that nobody continues when the next upload begins.
final class Uploads {
  private final Disk disk;
  private final Limits limits;
  private final InstantSource clock;
  private final Map<String, Upload> open = new ConcurrentHashMap<>();

  Uploads(Disk disk, Limits limits, InstantSource clock) {
    this.disk = disk;
    this.limits = limits;
    this.clock = clock;
  }

  Upload begin(Name name, Digest.Algorithm algorithm) throws IOException {
    forgetIdle();
    if (open.size() >= limits.openUploads()) {
      throw Rejected.because(
          ErrorCode.TOOMANYREQUESTS,
          limits.openUploads() + " uploads are under way; finish or cancel one",
          name,
          Map.of("Retry-After", "10"));
    }
    var upload = new Upload(name, disk.draft(), algorithm, clock);
    open.put(upload.id(), upload);
    return upload;
  }

  /// What a request does with an upload.
  interface Step {
    Answer on(Upload upload) throws IOException;
  }

  /// Does something with an upload while no other request does.
  Answer with(Name name, String id, Step step) throws IOException {
    Upload upload = find(name, id);
    upload.lock().lock();
    try {
      return step.on(find(name, id)); // it may have ended while we waited
    } finally {
      upload.lock().unlock();
    }
  }

  /// An upload belongs to its repository: under another name it is not there.
  private Upload find(Name name, String id) {
    return Optional.ofNullable(open.get(id))
        .filter(upload -> upload.name().equals(name))
        .orElseThrow(() -> unknown(id));
  }

  private static Rejected unknown(String id) {
    return Rejected.because(
        ErrorCode.BLOB_UPLOAD_UNKNOWN, "there is no such upload here, or it has ended", id);
  }

  void forget(Upload upload) throws IOException {
    open.remove(upload.id());
    Files.deleteIfExists(upload.draft());
  }

  private void forgetIdle() throws IOException {
    var oldest = clock.instant().minus(limits.idleUpload());
    for (Upload upload : open.values()) {
      if (upload.touched().isBefore(oldest) && upload.lock().tryLock()) {
        try {
          forget(upload);
        } finally {
          upload.lock().unlock();
        }
      }
    }
  }
}
