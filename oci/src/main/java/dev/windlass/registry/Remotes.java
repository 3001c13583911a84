// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import dev.windlass.image.Remote;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/// The way to the registries that namespaces are caches of, opened by the first who needs it: most
/// registries have no such namespace, and are to start quickly. Safe to share between threads.
final class Remotes implements AutoCloseable {
  private final dev.windlass.image.Limits limits;
  private @Nullable Remote open; // guarded by this
  private boolean closed; // guarded by this

  Remotes(dev.windlass.image.Limits limits) {
    this.limits = limits;
  }

  /// Asks something.
  interface Question<T> {
    T ask(Remote remote) throws InterruptedException;
  }

  <T> T ask(Question<T> question) throws IOException {
    try {
      return question.ask(remote());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Requests are interrupted when the registry ends, and at no other time.
  static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return (IOException) new InterruptedIOException("the registry ends").initCause(e);
  }

  private synchronized Remote remote() throws IOException {
    if (closed) {
      throw new IOException("the registry has ended");
    }
    if (open == null) {
      open = Remote.open(limits);
    }
    return open;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (open != null) {
      open.close();
    }
  }
}
