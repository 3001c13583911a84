// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.engine.ImageService.Kept;
import dev.windlass.engine.ImageService.Offline;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Lease;
import dev.windlass.image.Clearing;
import dev.windlass.image.Image;
import dev.windlass.image.Missing;
import dev.windlass.image.StoredLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Images of the engine's machine, as they are answered.
record ImageView(Site site) {
  Map<String, Object> of(Kept kept) {
    var image = kept.image();
    var view = new LinkedHashMap<String, Object>();
    view.put("digest", image.digest().toString());
    view.put("manifest", image.manifest().toString());
    view.put("config", image.config().toString());
    view.put("names", texts(image.names()));
    view.put("repositories", texts(image.repositories()));
    view.put("size", image.size());
    view.put("compressed", image.compressed());
    view.put("open", image.open());
    view.put("projects", image.tenants());
    view.put("pulled_at", View.time(image.came()));
    view.put("used_at", View.time(image.used()));
    view.put("held_by", kept.holders().stream().map(this::holder).toList());
    return view;
  }

  static List<String> texts(List<?> things) {
    return things.stream().map(Object::toString).sorted().toList();
  }

  private Map<String, Object> holder(Lease lease) {
    var view = new LinkedHashMap<String, Object>();
    view.put("name", lease.holder());
    if (!lease.project().isEmpty()) {
      view.put("project_id", lease.project());
      site.store()
          .find(Kind.PROJECT, new Key("", lease.project()))
          .ifPresent(project -> view.put("project_name", project.wanted().name()));
    }
    return view;
  }

  static Map<String, Object> layer(StoredLayer layer) {
    var view = new LinkedHashMap<String, Object>();
    view.put("digest", layer.digest().toString());
    view.put("diff_id", layer.diffId().toString());
    view.put("compressed", layer.compressed());
    view.put("unpacked", layer.unpacked());
    return view;
  }

  static Map<String, Object> configuration(Image.Config config) {
    var view = new LinkedHashMap<String, Object>();
    view.put("platform", config.platform().toString());
    view.put("entrypoint", config.entrypoint());
    view.put("command", config.command());
    view.put(
        "environment",
        config.environment().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .sorted()
            .toList());
    view.put("user", config.user());
    view.put("working_dir", config.workingFolder());
    return view;
  }

  static Map<String, Object> missing(Missing missing) {
    var view = new LinkedHashMap<String, Object>();
    view.put("part", missing.part().name().toLowerCase(Locale.ROOT));
    view.put("digest", missing.digest().toString());
    view.put("size", missing.size());
    return view;
  }

  static Map<String, Object> offline(Offline offline) {
    var view = new LinkedHashMap<String, Object>();
    view.put("can_start", offline.canStart());
    view.put("missing", offline.missing().stream().map(ImageView::missing).toList());
    if (!offline.obstacle().isEmpty()) {
      view.put("obstacle", offline.obstacle());
    }
    return view;
  }

  static Map<String, Object> cleared(Clearing clearing, boolean dryRun) {
    var view = new LinkedHashMap<String, Object>();
    view.put("dry_run", dryRun);
    view.put("images", clearing.images().stream().map(ImageView::going).toList());
    view.put("orphans", texts(List.copyOf(clearing.orphans().keySet())));
    view.put("freed", clearing.freed());
    view.put("left", clearing.left());
    return view;
  }

  private static Map<String, Object> going(Clearing.Going going) {
    var view = new LinkedHashMap<String, Object>();
    view.put("digest", going.image().digest().toString());
    view.put("names", texts(going.image().names()));
    view.put("used_at", View.time(going.image().used()));
    view.put("frees", going.frees());
    return view;
  }
}
