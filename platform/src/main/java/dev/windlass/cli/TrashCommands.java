// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.image.Reference;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `windlass cr trash-list` and `image-restore`: what was deleted in the last 30 days.
final class TrashCommands {
  private TrashCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "trash-list",
            "List what was deleted in the last 30 days.",
            "",
            () ->
                List.of(
                    Option.one("NAMESPACE", "Only what was in there.", "--restrict"),
                    RegistryCommands.OUTPUT),
            TrashCommands::list),
        new Command(
            "image-restore",
            "Bring an image back: by digest with its tags, by tag with this tag only.",
            "IMAGE",
            () ->
                List.of(
                    Option.word("IMAGE", "REPOSITORY@DIGEST or REPOSITORY:TAG."),
                    CommonOptions.QUIET),
            TrashCommands::restore));
  }

  private static void list(Call call) {
    call.console().progress("Listing the contents of the trash...");
    var options = call.options();
    var namespace =
        options.has("restrict") ? call.target().withoutHost(options.get("restrict")) : null;
    var trash = new TreeMap<>(call.registry().trash(namespace));
    if (RegistryCommands.printed(call, trash)) {
      return;
    }
    var table = Table.of("Digest", "Days until expiry", "Tags");
    trash.forEach((image, trashed) ->
        table.row(
            image,
            trashed.daysUntilExpiry(),
            String.join(", ", Objects.requireNonNullElse(trashed.tags(), List.<String>of()))));
    table.print(call.console());
    RegistryCommands.end(call.console());
  }

  private static void restore(Call call) {
    var given = call.options().get("image");
    switch (given.contains("@") ? call.target().image(given) : call.target().tagged(given)) {
      case Reference.Pinned pinned -> restoreDigest(call, pinned.toString());
      case Reference.Tagged tagged -> restoreTag(call, tagged.toString());
    }
  }

  private static void restoreDigest(Call call, String image) {
    var console = call.console();
    console.progress("Restoring digest '" + image + "' ...");
    var restored = call.registry().restoreWithTags(image);
    console.progress("");
    console.progress("Successfully restored digest '" + image + "'");
    tags(console, "Successfully restored tags: ", restored.successful());
    tags(console, "Not restored, because another image has them now: ", restored.unsuccessful());
    RegistryCommands.end(console);
  }

  private static void tags(Console console, String words, @Nullable List<String> tags) {
    if (tags != null && !tags.isEmpty()) {
      console.progress(words + String.join(", ", tags));
    }
  }

  private static void restoreTag(Call call, String image) {
    call.console().progress("Restoring tag '" + image + "' ...");
    call.registry().restoreTag(image);
    RegistryCommands.done(call.console(), "Successfully restored tag '" + image + "'");
  }
}
