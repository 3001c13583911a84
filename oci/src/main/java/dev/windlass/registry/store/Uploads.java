// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The uploads under way. All there is to know of one is its draft and the name of that, so who was
/// pushing when the registry ended can go on when it is back. Those that nobody continues are
/// thrown away when the next one begins. Safe to share between threads.
public final class Uploads {
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  private final Disk disk;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final Map<String, Upload> open = new ConcurrentHashMap<>();

  private Uploads(Disk disk, StoreLimits limits, InstantSource clock) {
    this.disk = disk;
    this.limits = limits;
    this.clock = clock;
  }

  /// Finds the uploads of an earlier run.
  static Uploads on(Disk disk, StoreLimits limits, InstantSource clock) throws IOException {
    var uploads = new Uploads(disk, limits, clock);
    for (Path draft : disk.drafts()) {
      uploads.resume(draft);
    }
    return uploads;
  }

  private void resume(Path draft) throws IOException {
    var parts = draft.getFileName().toString().split("\\.", -1);
    if (parts.length == 3 && ID.matcher(parts[0]).matches()) {
      open.put(parts[0], Upload.resumed(parts[0], parts[2], disk, draft, clock));
    } else {
      Files.delete(draft);
    }
  }

  /// Nothing when too many are under way.
  public Optional<Upload> begin(Name name, Digest.Algorithm algorithm) throws IOException {
    forgetIdle();
    if (open.size() >= limits.openUploads()) {
      return Optional.empty();
    }
    var id = UUID.randomUUID().toString();
    var draft = disk.draft(id + "." + algorithm + "." + owner(name));
    var upload = Upload.begun(id, owner(name), disk, draft, algorithm, clock);
    open.put(id, upload);
    return Optional.of(upload);
  }

  /// A name of fixed length that fits into the name of a file.
  private static String owner(Name name) {
    return Digest.of(name.path().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
  }

  /// What a request does with an upload.
  @FunctionalInterface
  public interface Step<T> {
    T on(Upload upload) throws IOException;
  }

  /// Does something with an upload while no other request does. Nothing when there is no such
  /// upload in that repository, or it has ended.
  public <T> Optional<T> with(Name name, String id, Step<T> step) throws IOException {
    var upload = find(name, id);
    if (upload.isEmpty()) {
      return Optional.empty();
    }
    upload.get().lock().lock();
    try {
      // it may have ended while we waited
      return find(name, id).isEmpty() ? Optional.empty() : Optional.of(step.on(upload.get()));
    } finally {
      upload.get().lock().unlock();
    }
  }

  private Optional<Upload> find(Name name, String id) {
    return Optional.ofNullable(open.get(id)).filter(upload -> upload.owner().equals(owner(name)));
  }

  public void forget(Upload upload) throws IOException {
    open.remove(upload.id());
    upload.close();
  }

  /// How many nobody continued for a while.
  int idle() {
    return (int) open.values().stream().filter(this::isIdle).count();
  }

  private boolean isIdle(Upload upload) {
    return upload.touched().isBefore(clock.instant().minus(limits.idleUpload()));
  }

  /// Throws away those that nobody continues, and says how many.
  int forgetIdle() throws IOException {
    int gone = 0;
    for (Upload upload : open.values()) {
      if (isIdle(upload) && upload.lock().tryLock()) {
        gone += forgetIdle(upload);
      }
    }
    return gone;
  }

  /// Unless somebody went on just before we got the lock.
  private int forgetIdle(Upload locked) throws IOException {
    try {
      boolean idle = isIdle(locked);
      if (idle) {
        forget(locked);
      }
      return idle ? 1 : 0;
    } finally {
      locked.lock().unlock();
    }
  }
}
