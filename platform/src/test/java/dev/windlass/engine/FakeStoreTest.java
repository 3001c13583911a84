// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import java.time.InstantSource;

class FakeStoreTest implements StoreContract {
  private final FakeStore store = new FakeStore(InstantSource.system());

  @Override
  public Store store() {
    return store;
  }
}
