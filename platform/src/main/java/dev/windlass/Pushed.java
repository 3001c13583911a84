// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import java.util.Optional;
import java.util.function.Consumer;

/// Carries word of what is new in the registry to the engine, which is made after it. Each is told
/// on a thread of its own, as the registry must not wait.
final class Pushed implements Consumer<String> {
  private volatile Optional<Consumer<String>> listener = Optional.empty();

  void tell(Consumer<String> whom) {
    listener = Optional.of(whom);
  }

  @Override
  public void accept(String repository) {
    listener.ifPresent(whom ->
        Thread.ofVirtual().name("pushed " + repository).start(() -> whom.accept(repository)));
  }
}
