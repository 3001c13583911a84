// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.management;

import dev.windlass.registry.api.Restored;
import dev.windlass.registry.api.Trashed;
import dev.windlass.registry.store.ApiKey.Role;
import dev.windlass.registry.store.Store;
import dev.windlass.registry.store.Trash;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/// What was deleted, and how to get it back.
record TrashOperations(Store store) {
  List<Operation> all() {
    return List.of(
        Operation.of("GET", "/trash", this::list),
        Operation.of("POST", "/trash/{image}/restoretags", this::restoreWithTags),
        Operation.of("POST", "/trash/{image}/restore", this::restoreTag));
  }

  private Reply list(Call call) {
    var shown = new LinkedHashMap<String, Trashed>();
    for (Trash.Discarded image : store.trash().list(call.query("namespace").orElse(""))) {
      if (call.member().has(Role.READER, image.repository().namespace())) {
        var name = call.host() + "/" + image.repository() + "@" + image.digest();
        shown.put(name, new Trashed(days(image.left()), image.tags()));
      }
    }
    return Reply.json(shown);
  }

  /// Begun days count.
  private static int days(Duration left) {
    return Math.toIntExact(Math.max(0, left.plusDays(1).minusNanos(1).toDays()));
  }

  private static ImageName named(Call call) {
    var name = ImageName.parse(call.path("image"), call.host());
    call.need(Role.WRITER, name.namespace());
    return name;
  }

  private Reply restoreWithTags(Call call) {
    var name = named(call);
    var digest =
        name.digest()
            .orElseThrow(() ->
                Problem.of(
                    400,
                    "CRI0101E",
                    "'" + name.shown(call.host()) + "' does not name a digest.",
                    "tags are restored one by one, images by their digest",
                    "write NAMESPACE/REPOSITORY@DIGEST"));
    return switch (store.trash().restore(name.repository(), digest)) {
      case Trash.Restored.Back(_, var tags, var taken) -> Reply.json(new Restored(tags, taken));
      case Trash.Restored.NotThere() -> throw missing(call, name);
      case Trash.Restored.TagTaken() -> throw taken();
      case Trash.Restored.Broken(var part) -> throw broken(part);
    };
  }

  private Reply restoreTag(Call call) {
    var name = named(call);
    if (name.tag().isEmpty()) {
      return restoreWithTags(call);
    }
    return switch (store.trash().restore(name.repository(), name.tag().get())) {
      case Trash.Restored.Back _ -> Reply.empty(200);
      case Trash.Restored.NotThere() -> throw missing(call, name);
      case Trash.Restored.TagTaken() -> throw taken();
      case Trash.Restored.Broken(var part) -> throw broken(part);
    };
  }

  private static Problem missing(Call call, ImageName name) {
    return Problem.of(
        404,
        "CRT0104E",
        "The trash holds no image '" + name.shown(call.host()) + "'.",
        "it was never deleted, or 30 days ago",
        "run 'windlass cr trash-list' for what can be restored");
  }

  private static Problem taken() {
    return Problem.of(
        409,
        "CRT0500E",
        "The tagged image already exists. You can restore this image by using the digest.",
        "another image has this tag now",
        "run 'windlass cr trash-list', then 'windlass cr image-restore REPOSITORY@DIGEST'");
  }

  private static Problem broken(Object part) {
    return Problem.of(
        409,
        "CRT0109E",
        "The image cannot be restored.",
        "a part of it, " + part + ", was deleted by itself",
        "push the image again");
  }
}
