// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.Drift;
import dev.windlass.api.PullAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// All resources and their events. Every change is on disk when a method returns. Safe to share
/// between threads.
public interface Store extends Contents, AutoCloseable {
  /// Throws [Conflict] when the name is taken.
  ///
  /// @param check looks at what there is at the very moment of the creation, and throws when it
  ///   must not be. Everybody else who writes waits for it; it must look at nothing else
  <W, O> Resource<W, O> create(Kind<W, O> kind, Key key, W wanted, Consumer<Contents> check);

  default <W, O> Resource<W, O> create(Kind<W, O> kind, Key key, W wanted) {
    return create(kind, key, wanted, _ -> {});
  }

  /// Changes what is wanted, and gives the resource a new entity tag even when it is the same.
  /// Throws [Conflict] when its tag is not `entityTag`, where that is given, and [Gone] when there
  /// is no such resource.
  <W, O> Resource<W, O> want(Kind<W, O> kind, Key key, Optional<String> entityTag, W wanted);

  /// Changes what is observed. Does nothing when the resource is gone, or when it stays the same.
  <W, O> void observe(Kind<W, O> kind, Key key, UnaryOperator<O> change);

  /// Removes a resource, its events and attempts; false when there was none.
  boolean delete(Kind<?, ?> kind, Key key);

  /// Adds an event to a resource, or counts it when it is one of the last few again. Does nothing
  /// when the resource is gone.
  void record(
      Kind<?, ?> kind, Key key, String type, String reason, String instance, String message);

  /// Oldest first.
  List<Event> events(Kind<?, ?> kind, Key key);

  /// Keeps what happened when the image of a resource was to be brought here. Does nothing when the
  /// resource is gone.
  void attempted(Kind<?, ?> kind, Key key, PullAttempt attempt);

  /// The latest, oldest first.
  List<PullAttempt> attempts(Kind<?, ?> kind, Key key);

  /// Writes down how the image of a revision stands at its source. Does nothing when the revision
  /// is gone.
  void drifted(Key revision, Drift drift);

  /// The last that was written down.
  Optional<Drift> drift(Key revision);

  /// Calls back after each create, want, observe that changed something, and delete.
  void onChange(Consumer<Change> listener);

  /// Blocks until something in this project changes after `since`, or the time is over; returns the
  /// number to wait from next. Wait from 0 to get the number now.
  long await(String project, long since, Duration patience) throws InterruptedException;

  @Override
  void close();

  record Change(Kind<?, ?> kind, Key key) {}

  /// The name is taken, or the entity tag is an old one.
  final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Conflict(String message) {
      super(message);
    }
  }

  /// There is no such resource any more.
  final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Gone(String message) {
      super(message);
    }
  }
}
