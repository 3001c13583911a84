// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.image;

import dev.windlass.api.ImageChange;
import dev.windlass.image.Digest;
import dev.windlass.image.Image;
import dev.windlass.image.Inspection.Inspected;
import dev.windlass.image.Inspection.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds out what is another in one image than in one before it. Layers are the same when they hold
/// the same tar, however it was compressed.
final class Difference {
  private final Inspected before;
  private final Inspected after;
  private final List<ImageChange.Setting> settings = new ArrayList<>();

  private Difference(Inspected before, Inspected after) {
    this.before = before;
    this.after = after;
  }

  static ImageChange between(Inspected before, Inspected after) {
    return new Difference(before, after).change();
  }

  private ImageChange change() {
    settings();
    var shared = after.layers().stream().filter(part -> tars(before).contains(part.diffId()));
    var bytes = shared.mapToLong(Part::size).summaryStatistics();
    return new ImageChange(
        before.image().digest().toString(),
        after.image().digest().toString(),
        (int) bytes.getCount(),
        bytes.getSum(),
        only(after, before),
        only(before, after),
        settings);
  }

  private static Set<Digest> tars(Inspected image) {
    return image.layers().stream().map(Part::diffId).collect(Collectors.toSet());
  }

  private static List<ImageChange.Layer> only(Inspected one, Inspected other) {
    var theirs = tars(other);
    return one.layers().stream()
        .filter(part -> !theirs.contains(part.diffId()))
        .map(part -> new ImageChange.Layer(part.digest().toString(), part.size()))
        .toList();
  }

  private void settings() {
    var old = before.config();
    var now = after.config();
    setting("platform", old.platform().toString(), now.platform().toString());
    setting("user", old.user(), now.user());
    setting("working_dir", old.workingFolder(), now.workingFolder());
    setting("entrypoint", words(old.entrypoint()), words(now.entrypoint()));
    setting("command", words(old.command()), words(now.command()));
    variables(old, now);
  }

  private static String words(List<String> words) {
    return String.join(" ", words);
  }

  private void variables(Image.Config old, Image.Config now) {
    var names = new TreeSet<>(old.environment().keySet());
    names.addAll(now.environment().keySet());
    for (var name : names) {
      setting("env " + name, old.environment().get(name), now.environment().get(name));
    }
  }

  private void setting(String name, @Nullable String old, @Nullable String now) {
    if (!Objects.equals(old, now)) {
      settings.add(new ImageChange.Setting(name, old, now));
    }
  }
}
