// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static dev.windlass.linux.LinuxException.EINVAL;
import static dev.windlass.linux.LinuxException.ENOENT;

import dev.windlass.linux.Linux;
import dev.windlass.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The root file system of a container: the layers of an image, which nobody changes, under a
/// folder of its own for what the container writes.
public final class RootFs {
  private static final String ROOT = "rootfs";
  private static final String UPPER = "upper";
  private static final String WORK = "work";
  private static final String LOWER = "lowerdir+";
  private static final String MAPPED = "mapped-";
  private static final int LONGEST_OPTIONS = 4000; // mount(2) takes one page
  private static final int EVERYBODY_READS = 0755;

  private RootFs() {}

  /// Mounts an image at `folder/rootfs` and returns that path. What the container writes is in
  /// `folder/upper`. Undo with [#unmount]; if this throws, nothing stays mounted.
  ///
  /// @param folder exists, or is made; nothing else is mounted in it
  /// @param ids empty to keep the users as they are
  public static Path mount(Image image, Path folder, Optional<IdMap> ids) throws IOException {
    var root = Files.createDirectories(folder.resolve(ROOT));
    int owner = ids.map(IdMap::base).orElse(0);
    own(Files.createDirectories(folder.resolve(UPPER)), owner);
    own(Files.createDirectories(folder.resolve(WORK)), owner);
    var mapped = new LinkedHashMap<Path, Path>();
    try {
      if (ids.isPresent()) {
        map(image, folder, ids.get(), mapped);
      }
      overlay(lower(image, mapped, folder), folder, root);
      return root;
    } finally {
      for (var clone : mapped.values()) { // the overlay holds on to what it needs
        unmountAndRemove(clone);
      }
    }
  }

  private static void own(Path folder, int owner) throws LinuxException {
    Linux.owner(folder, owner, owner);
    Linux.mode(folder, EVERYBODY_READS);
  }

  /// Layers are siblings, so one mapped clone of the folder above them does for all.
  private static void map(Image image, Path folder, IdMap ids, Map<Path, Path> mapped)
      throws IOException {
    for (var layer : image.layers()) {
      var above = layer.toAbsolutePath().getParent();
      if (above != null && !mapped.containsKey(above)) {
        var clone = Files.createDirectories(folder.resolve(MAPPED + mapped.size()));
        mapped.put(above, clone);
        try (var tree = Linux.cloneMount(above)) {
          Linux.mapIds(tree, ids.namespace());
          Linux.attach(tree, clone);
        }
      }
    }
  }

  /// The layers as overlayfs wants them, the highest first. An image without any gets an empty one,
  /// and of a layer that comes more than once the highest is what counts: overlayfs takes each
  /// folder once.
  private static List<Path> lower(Image image, Map<Path, Path> mapped, Path folder)
      throws IOException {
    var lower = new ArrayList<Path>();
    for (var layer : new LinkedHashSet<>(image.layers().reversed())) {
      var absolute = layer.toAbsolutePath();
      var clone = mapped.get(absolute.getParent());
      lower.add(clone == null ? absolute : clone.resolve(layer.getFileName()));
    }
    if (lower.isEmpty()) {
      lower.add(Files.createDirectories(folder.resolve("empty")));
    }
    return lower;
  }

  /// The old call works on every kernel and takes one page of options; the new one needs 6.8 for
  /// layers one by one.
  private static void overlay(List<Path> lower, Path folder, Path root) throws LinuxException {
    var upper = folder.resolve(UPPER).toString();
    var work = folder.resolve(WORK).toString();
    var options =
        "lowerdir=%s,upperdir=%s,workdir=%s"
            .formatted(
                lower.stream()
                    .map(path -> escaped(path.toString()))
                    .collect(Collectors.joining(":")),
                escaped(upper),
                escaped(work));
    if (options.length() < LONGEST_OPTIONS) {
      Linux.mount("overlay", root, "overlay", 0, options);
    } else {
      overlayOfMany(lower, upper, work, root);
    }
  }

  private static String escaped(String path) {
    return path.replaceAll("[\\\\:,]", "\\\\$0");
  }

  private static void overlayOfMany(List<Path> lower, String upper, String work, Path root)
      throws LinuxException {
    var options = new ArrayList<Map.Entry<String, String>>();
    lower.forEach(path -> options.add(Map.entry(LOWER, path.toString())));
    options.add(Map.entry("upperdir", upper));
    options.add(Map.entry("workdir", work));
    try (var overlay = Linux.makeMount("overlay", options)) {
      Linux.attach(overlay, root);
    }
  }

  /// Finds out whether layers can be mounted above each other, without giving the mount a place.
  /// False when this kernel cannot be asked, or there are none.
  ///
  /// @param empty a folder with nothing in it
  static boolean tryOut(List<Path> layers, Path empty) throws LinuxException {
    if (layers.isEmpty() || !takesLayersOneByOne(System.getProperty("os.version"))) {
      return false;
    }
    var options = new ArrayList<Map.Entry<String, String>>();
    var lower = new LinkedHashSet<>(layers.reversed());
    lower.forEach(layer -> options.add(Map.entry(LOWER, layer.toString())));
    if (lower.size() == 1) { // there have to be two at least, and no more than an image may have
      options.add(Map.entry(LOWER, empty.toString()));
    }
    try (var overlay = Linux.makeMount("overlay", options)) {
      return overlay.number() >= 0;
    }
  }

  /// From 6.8 on.
  static boolean takesLayersOneByOne(String kernel) {
    var numbers = kernel.split("[^0-9]+", 3);
    int major = Integer.parseInt(numbers[0]);
    int minor = numbers.length > 1 ? Integer.parseInt(numbers[1]) : 0;
    return major > 6 || (major == 6 && minor >= 8);
  }

  /// Takes away what [#mount] has mounted; the files stay. Does nothing if there is no such mount,
  /// and does not mind who still uses it.
  public static void unmount(Path folder) throws IOException {
    unmountAll(folder.resolve(ROOT));
    if (Files.isDirectory(folder)) {
      try (var clones = Files.newDirectoryStream(folder, MAPPED + "*")) { // left by a crash
        for (var clone : clones) {
          unmountAndRemove(clone);
        }
      }
    }
  }

  private static void unmountAndRemove(Path clone) throws IOException {
    unmountAll(clone);
    Files.deleteIfExists(clone);
  }

  /// A crash may have mounted twice; the kernel says `EINVAL` of what is no mount.
  private static void unmountAll(Path target) throws LinuxException {
    try {
      while (true) {
        Linux.unmount(target, Linux.MNT_DETACH);
      }
    } catch (LinuxException e) {
      if (e.number() != EINVAL && e.number() != ENOENT) {
        throw e;
      }
    }
  }

  /// Whether the file system of these layers can be mounted with an id map; found out by trying.
  public static boolean canMapIds(Path layers, IdMap ids) {
    try (var tree = Linux.cloneMount(layers)) {
      Linux.mapIds(tree, ids.namespace());
      return true;
    } catch (LinuxException e) {
      System.getLogger(RootFs.class.getName())
          .log(System.Logger.Level.DEBUG, "no id-mapped mounts here", e);
      return false;
    }
  }
}
