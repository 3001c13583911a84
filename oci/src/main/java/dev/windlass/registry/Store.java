// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.io.IOException;
import java.time.InstantSource;

/// All that the registry keeps: the bytes, what each repository shows of them, and the uploads
/// under way.
record Store(Content content, Shelves shelves, Uploads uploads, Limits limits) {
  static Store on(Disk disk, Limits limits, InstantSource clock) {
    return new Store(
        new Content(disk), new Shelves(disk), new Uploads(disk, limits, clock), limits);
  }

  Shelf shelf(Name name) {
    return shelves.shelf(name);
  }

  /// A change to one repository.
  interface Change<T> {
    T on(Shelf shelf) throws IOException;
  }

  /// Makes a change while nobody else changes that repository.
  <T> T change(Name name, Change<T> change) throws IOException {
    var lock = shelves.lock(name);
    lock.lock();
    try {
      return change.on(shelf(name));
    } finally {
      lock.unlock();
    }
  }
}
