// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Driver;
import dev.windlass.engine.ImageService;
import dev.windlass.engine.Instance;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A driver that runs nothing: for an API that only keeps what is wanted.
record NoDriver() implements Driver {
  @Override
  public List<Instance> appInstances(Key app) {
    return List.of();
  }

  @Override
  public List<AppLoad> loads() {
    return List.of();
  }

  @Override
  public List<String> restart(Key app, Optional<String> instance) {
    return List.of();
  }

  @Override
  public List<String> restartJobRun(Key jobRun, Optional<String> instance) {
    return List.of();
  }

  @Override
  public List<Instance> jobRunInstances(Key jobRun) {
    return List.of();
  }

  @Override
  public boolean log(
      String project, String instance, int tail, BooleanSupplier follow, LineReader reader) {
    return false;
  }

  @Override
  public Optional<Pulling> pulling(Kind<?, ?> kind, Key key) {
    return Optional.empty();
  }

  @Override
  public ImageService images() {
    throw new UnsupportedOperationException("nothing runs here, so there are no images");
  }
}
