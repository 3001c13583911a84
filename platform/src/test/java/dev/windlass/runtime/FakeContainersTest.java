// SPDX-License-Identifier: Apache-2.0
package dev.windlass.runtime;

import dev.windlass.image.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;

class FakeContainersTest implements ContainersContract {
  private static final Image IMAGE = Samples.image(List.of());

  private final FakeContainers containers = new FakeContainers();
  private final Map<String, Runnable> fates = new ConcurrentHashMap<>();

  @BeforeEach
  void obeyTheFates() {
    containers.afterStart(id -> fates.getOrDefault(id, () -> {}).run());
  }

  @Override
  public Containers containers() {
    return containers;
  }

  @Override
  public Container lasting(String id) {
    return fated(id, () -> {});
  }

  @Override
  public Container ending(String id, int code) {
    return fated(id, () -> containers.end(id, code));
  }

  @Override
  public Container greedy(String id) {
    return fated(id, () -> containers.runOutOfMemory(id));
  }

  @Override
  public Container talking(String id) {
    return fated(
        id,
        () -> {
          containers.print(id, false, "one");
          containers.print(id, false, "two");
          containers.print(id, true, "three");
        });
  }

  @Override
  public Container impossible(String id, Start.Kind kind) {
    if (kind == Start.Kind.NO_COMMAND) {
      return Samples.running(id, IMAGE);
    }
    containers.refuse(container ->
        container.commands().contains("impossible")
            ? Optional.of(new Start.Failed(kind, "made to fail"))
            : Optional.empty());
    return Samples.running(id, IMAGE, "impossible");
  }

  private Container fated(String id, Runnable fate) {
    fates.put(id, fate);
    return Samples.running(id, IMAGE, "anything");
  }
}
