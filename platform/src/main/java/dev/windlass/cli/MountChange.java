// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.VolumeMount;
import java.util.ArrayList;
import java.util.List;

/// What the options of a command do to the folders that are mounted: `--mount-secret DIR=NAME`.
final class MountChange {
  private MountChange() {}

  static boolean isAsked(Options options) {
    return options.has("mount-secret") || options.has("mount-configmap") || options.has("mount-rm");
  }

  /// Removals come first; a folder has the content that was named last.
  static List<VolumeMount> apply(Options options, List<VolumeMount> before) {
    var mounts = new ArrayList<VolumeMount>(before);
    for (var folder : options.all("mount-rm")) {
      mounts.removeIf(m -> m.mountPath().equals(folder));
    }
    for (var text : options.all("mount-configmap")) {
      put(mounts, parse("mount-configmap", "config_map", text));
    }
    for (var text : options.all("mount-secret")) {
      put(mounts, parse("mount-secret", "secret", text));
    }
    return mounts;
  }

  private static void put(List<VolumeMount> mounts, VolumeMount mount) {
    mounts.removeIf(m -> m.mountPath().equals(mount.mountPath()));
    mounts.add(mount);
  }

  private static VolumeMount parse(String option, String type, String text) {
    int equals = text.indexOf('=');
    if (equals <= 0 || equals == text.length() - 1 || !text.startsWith("/")) {
      throw CommandFailed.misused(
          "--" + option + " is '" + text + "', needs to look like /FOLDER=NAME");
    }
    return new VolumeMount(text.substring(0, equals), null, text.substring(equals + 1), null, type);
  }
}
