// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The real [Tasks]: a virtual thread for each. Closing interrupts them all and waits for their
/// end.
final class Threads implements Tasks, AutoCloseable {
  private static final System.Logger log = System.getLogger(Threads.class.getName());

  private final ConcurrentMap<String, Thread> working = new ConcurrentHashMap<>();
  private volatile boolean closed;

  @Override
  public void begin(String name, Task task, Runnable ended, Runnable broke) {
    if (closed) {
      return;
    }
    var thread = Thread.ofVirtual().name(name).unstarted(() -> work(name, task, ended, broke));
    if (working.putIfAbsent(name, thread) == null) {
      thread.start();
    }
  }

  private void work(String name, Task task, Runnable ended, Runnable broke) {
    Runnable after = broke;
    try {
      task.run();
      after = ended;
    } catch (InterruptedException e) {
      after = ended; // somebody wanted it to end
    } catch (Throwable e) { // an Error too: it must not leave the name taken
      log.log(WARNING, name + " failed", e);
    } finally {
      working.remove(name);
    }
    if (!closed) {
      after.run();
    }
  }

  @Override
  public Set<String> underWay() {
    return Set.copyOf(working.keySet());
  }

  @Override
  public void cancel(String name) {
    Thread thread = working.get(name);
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    var last = List.copyOf(working.values());
    last.forEach(Thread::interrupt);
    try {
      for (var thread : last) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever closes us is in a hurry
    }
  }
}
