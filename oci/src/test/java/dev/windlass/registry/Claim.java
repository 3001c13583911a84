// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import java.util.concurrent.atomic.AtomicInteger;

/// What a claim about registries needs.
interface Claim {
  AtomicInteger REPOSITORIES = new AtomicInteger();

  /// Somebody who may do everything.
  Client client();

  /// A repository that nobody used before.
  default String fresh() {
    return "contract/r" + REPOSITORIES.incrementAndGet();
  }
}
