// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Tells when something happens in some folders, by inotify. Says *where*, never *what*: whoever is
/// told looks for itself, so that events that melt together, or overflow, do no harm.
final class FolderWatch implements AutoCloseable {
  private final WatchService service;
  private final WatchEvent.Kind<?>[] kinds;
  private final ConcurrentHashMap<Path, Watched> folders = new ConcurrentHashMap<>();
  private final Thread thread;

  private record Watched(WatchKey key, List<Runnable> told) {}

  private FolderWatch(WatchService service, WatchEvent.Kind<?>[] kinds) {
    this.service = service;
    this.kinds = kinds;
    this.thread = Thread.ofVirtual().name("folder-watch").unstarted(this::watch);
  }

  static FolderWatch of(WatchEvent.Kind<?>... kinds) throws IOException {
    var service = Path.of("/").getFileSystem().newWatchService();
    var watch = new FolderWatch(service, kinds);
    watch.thread.start();
    return watch;
  }

  /// Ends being told.
  interface Watching extends AutoCloseable {
    @Override
    void close();
  }

  /// Calls `told` after each change in the folder, on the one thread of this watch: it must be
  /// quick.
  Watching on(Path folder, Runnable told) throws IOException {
    try {
      folders.compute(folder, (_, watched) -> joined(folder, watched, told));
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    return () -> leave(folder, told);
  }

  private Watched joined(
      Path folder, @org.jspecify.annotations.Nullable Watched watched, Runnable told) {
    if (watched != null) {
      watched.told.add(told);
      return watched;
    }
    try {
      return new Watched(
          folder.register(service, kinds), new CopyOnWriteArrayList<>(List.of(told)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void leave(Path folder, Runnable told) {
    folders.computeIfPresent(
        folder,
        (_, watched) -> {
          watched.told.remove(told);
          if (watched.told.isEmpty()) {
            watched.key.cancel();
            return null;
          }
          return watched;
        });
  }

  private void watch() {
    try {
      while (true) {
        var key = service.take();
        key.pollEvents();
        key.reset();
        tell(key);
      }
    } catch (ClosedWatchServiceException | InterruptedException _) {
      // closed: nobody is to be told any more
    }
  }

  private void tell(WatchKey key) {
    var watched = folders.get((Path) key.watchable());
    if (watched != null) {
      watched.told.forEach(Runnable::run);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
