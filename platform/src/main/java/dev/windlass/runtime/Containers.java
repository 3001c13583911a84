// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Containers on this machine. Every call is safe to repeat, and what it started outlives this
/// process: after a crash, [#list] finds it again.
public interface Containers {
  /// The label with the id of the project that a container belongs to.
  String PROJECT = "windlass.project";

  /// Starts a container, or does nothing if there is one of that id already. Returns when its
  /// process runs, or says why it cannot; then nothing of it is left.
  Start start(Container container) throws InterruptedException;

  /// Does all that comes before the start of its program, or nothing if there is one of that id
  /// already. A runtime that cannot starts it.
  default Start create(Container container) throws InterruptedException {
    return start(container);
  }

  /// Starts the program of a container that was created, or does nothing if it was started before.
  /// Returns as [#start] does. Fails if there is none of that id.
  default Start begin(String id) throws InterruptedException {
    return list().stream()
        .filter(there -> there.id().equals(id))
        .findFirst()
        .<Start>map(Start.Started::new)
        .orElseGet(() -> Start.Failed.absent(id));
  }

  /// Stops a running container in the middle, until it is thawed. Does nothing to any other, and
  /// where a runtime cannot.
  default void freeze(String id) throws IOException {}

  /// Lets a frozen container go on. Does nothing to any other.
  default void thaw(String id) throws IOException {}

  /// The bytes of this machine's memory that a container keeps from others: without what is only a
  /// copy of files. 0 when there is none of that id, and when a runtime cannot tell.
  default long memory(String id) {
    return 0;
  }

  /// Sends SIGTERM, and SIGKILL after the grace; then removes the container and all it held, its
  /// log too. Does nothing if there is none of that id.
  ///
  /// @return whether it ended within the grace, by itself or before
  boolean stop(String id, Duration grace) throws InterruptedException;

  /// Like [#stop], but what it printed, and how it ended, can still be read until it is stopped. A
  /// runtime that cannot keep them stops it.
  default boolean end(String id, Duration grace) throws InterruptedException {
    return stop(id, grace);
  }

  /// All that were started and not yet stopped, also those that ended by themselves.
  List<Observed> list();

  /// The same of those only that have all of these labels.
  default List<Observed> list(Map<String, String> labels) {
    return list().stream()
        .filter(one -> one.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }

  /// Calls back with the id of a container that ended. Ends that happened while nobody listened are
  /// found by [#list].
  void onEnd(Consumer<String> listener);

  /// Where the container's processes wait for connections; empty when it does not run, and when a
  /// runtime cannot tell.
  default List<InetSocketAddress> listening(String id) {
    return List.of();
  }

  /// What the container printed. Usable until it is stopped.
  Log log(String id);
}
