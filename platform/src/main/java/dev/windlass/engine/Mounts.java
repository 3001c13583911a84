// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.api.VolumeMount;
import dev.windlass.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The secrets and config maps that a workload mounts, as folders of this machine with one file for
/// each key, or what is missing for that.
///
/// Call it again when a secret changed: files are replaced one by one, and never in part, so that a
/// running container sees the new content in place. One caller at a time for each folder.
public sealed interface Mounts {
  /// @param folders by the absolute path that they have in the container
  record Ready(Map<String, Path> folders) implements Mounts {
    public Ready {
      folders = Map.copyOf(folders);
    }
  }

  /// @param what one sentence for each thing that is not there
  record Missing(List<String> what) implements Mounts {
    public Missing {
      what = List.copyOf(what);
    }
  }

  /// Writes all of them below `folder`, or nothing when any is missing.
  static Mounts of(Store store, String project, List<VolumeMount> wanted, Path folder)
      throws IOException {
    var missing = missing(store, project, wanted);
    return missing.isEmpty() ? written(bags(store, project, wanted), folder) : new Missing(missing);
  }

  /// One sentence for each thing that is not there. Writes nothing.
  static List<String> missing(Store store, String project, List<VolumeMount> wanted) {
    return Stream.concat(
            wanted.stream().filter(mount -> !isOffered(mount)).map(Mounts::notOffered),
            bags(store, project, wanted).values().stream().flatMap(bag -> wrong(bag).stream()))
        .distinct()
        .toList();
  }

  private static Map<String, Bag> bags(Store store, String project, List<VolumeMount> wanted) {
    var bags = new LinkedHashMap<String, Bag>();
    wanted.stream()
        .filter(Mounts::isOffered)
        .forEach(mount -> bags.put(mount.mountPath(), bag(store, project, mount)));
    return bags;
  }

  private static boolean isOffered(VolumeMount mount) {
    return mount.type().equals("secret") || mount.type().equals("config_map");
  }

  private static Bag bag(Store store, String project, VolumeMount mount) {
    return mount.type().equals("secret")
        ? Bag.secret(store, project, mount.reference())
        : Bag.configMap(store, project, mount.reference());
  }

  /// Removes what [#of] wrote. Does nothing when there is nothing.
  static void erase(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static String notOffered(VolumeMount mount) {
    return mount.type().equals("persistent_data_store")
        ? "Windlass has no persistent data stores yet, so '%s' cannot be mounted at %s"
            .formatted(mount.reference(), mount.mountPath())
        : "The mount at %s is of the unknown type '%s'".formatted(mount.mountPath(), mount.type());
  }

  private static List<String> wrong(Bag bag) {
    return bag.content()
        .map(content -> content.keySet().stream().filter(key -> !isFileName(key)).sorted())
        .map(keys -> keys.map(key -> bag.unfit(key)).toList())
        .orElseGet(() -> List.of(bag.absent()));
  }

  private static boolean isFileName(String key) {
    return !key.isEmpty()
        && !key.equals(".")
        && !key.equals("..")
        && key.indexOf('/') < 0
        && key.indexOf('\0') < 0;
  }

  private static Mounts written(Map<String, Bag> bags, Path folder) throws IOException {
    var folders = new LinkedHashMap<String, Path>();
    for (var entry : bags.entrySet()) {
      Path home = folder.resolve(nameFor(entry.getKey()));
      MountFolder.at(home).write(entry.getValue().content().orElseThrow());
      folders.put(entry.getKey(), home);
    }
    return new Ready(folders);
  }

  /// A mount path can be longer than a file name, and has slashes.
  private static String nameFor(String mountPath) {
    return Digest.of(mountPath.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }
}
