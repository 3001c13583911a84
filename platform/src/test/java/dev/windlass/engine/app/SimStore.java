// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.FakeStore;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.RevisionObserved;
import dev.windlass.engine.Resource;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/// A store between whose calls others may go first, or the process may end.
final class SimStore extends FakeStore {
  SimStore(InstantSource clock) {
    super(clock);
  }

  @Override
  public <W, O> Resource<W, O> create(Kind<W, O> kind, Key key, W wanted) {
    Fibers.point();
    return super.create(kind, key, wanted);
  }

  @Override
  public <W, O> List<Resource<W, O>> list(Kind<W, O> kind, String project) {
    Fibers.point();
    return super.list(kind, project);
  }

  @Override
  public <W, O> void observe(Kind<W, O> kind, Key key, UnaryOperator<O> change) {
    Fibers.point();
    super.observe(kind, key, now -> checked(now, change.apply(now)));
  }

  /// Once pinned, always pinned.
  private static <O> O checked(O before, O after) {
    if (before instanceof RevisionObserved was
        && after instanceof RevisionObserved is
        && was.digest() != null
        && !was.digest().equals(is.digest())) {
      throw new AssertionError("a revision was pinned to another digest");
    }
    return after;
  }

  @Override
  public boolean delete(Kind<?, ?> kind, Key key) {
    Fibers.point();
    return super.delete(kind, key);
  }

  @Override
  public void record(
      Kind<?, ?> kind, Key key, String type, String reason, String instance, String message) {
    Fibers.point();
    super.record(kind, key, type, reason, instance, message);
  }
}
