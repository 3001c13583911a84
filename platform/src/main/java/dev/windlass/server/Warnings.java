// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Store;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells at once what a workload will wait for: secrets and config maps that do not exist yet.
/// Nobody has to make them first, so it is not an error.
final class Warnings {
  private Warnings() {}

  static void add(Map<String, Object> workload, Store store, Home home) {
    List<String> warnings =
        Stream.of(
                missing(workload.get("image_secret"), "secret", store, home),
                each(workload.get("run_env_variables"), store, home),
                each(workload.get("run_volume_mounts"), store, home))
            .flatMap(found -> found)
            .distinct()
            .toList();
    if (!warnings.isEmpty()) {
      workload.put("warnings", warnings);
    }
  }

  private static Stream<String> each(@Nullable Object list, Store store, Home home) {
    return list instanceof List<?> items
        ? items.stream()
            .map(Map.class::cast)
            .flatMap(item ->
                missing(item.get("reference"), Objects.toString(item.get("type"), ""), store, home))
        : Stream.empty();
  }

  private static Stream<String> missing(
      @Nullable Object name, String type, Store store, Home home) {
    if (!(name instanceof String reference)) {
      return Stream.empty();
    }
    boolean map = type.startsWith("config_map");
    Kind<?, ?> kind = map ? Kind.CONFIG_MAP : Kind.SECRET;
    return exists(kind, reference, store, home)
        ? Stream.empty()
        : Stream.of(
            "%s '%s' does not exist in project '%s'; nothing starts without it"
                .formatted(map ? "Config map" : "Secret", reference, home.name()));
  }

  private static <W, O> boolean exists(Kind<W, O> kind, String name, Store store, Home home) {
    return store.find(kind, new Key(home.id(), name)).isPresent();
  }
}
