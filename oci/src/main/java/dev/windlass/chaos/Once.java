// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that is made when it is first asked for, by one thread while the others wait.
final class Once<T> implements Supplier<T> {
  private final Supplier<T> recipe;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable T made;

  Once(Supplier<T> recipe) {
    this.recipe = recipe;
  }

  @Override
  public T get() {
    var there = made;
    return there == null ? make() : there;
  }

  private T make() {
    making.lock();
    try {
      var there = made;
      if (there == null) {
        there = recipe.get();
        made = there;
      }
      return there;
    } finally {
      making.unlock();
    }
  }
}
