// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.app;

import dev.windlass.engine.Driver.Layer;
import dev.windlass.engine.Driver.Pulling;
import dev.windlass.image.Digest;
import dev.windlass.image.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// How the pulls under way go, by revision id.
final class Pulls {
  private record Running(String image, Map<String, Layer> layers) {}

  private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();

  Progress begin(String revision, String image) {
    var layers = new ConcurrentSkipListMap<String, Layer>();
    running.put(revision, new Running(image, layers));
    return (Digest layer, long done, long total) ->
        layers.put(layer.toString(), new Layer(layer.toString(), done, total));
  }

  void end(String revision) {
    running.remove(revision);
  }

  Optional<Pulling> of(String revision) {
    return Optional.ofNullable(running.get(revision))
        .map(pull -> new Pulling(pull.image(), List.copyOf(pull.layers().values())));
  }
}
