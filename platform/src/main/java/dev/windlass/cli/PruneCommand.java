// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.DigestsWanted;
import dev.windlass.registry.api.ImageDigest;
import dev.windlass.registry.api.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// `windlass cr image-prune-untagged`: deletes what has no tag, but nothing that an index names,
/// nor what a revision is pinned to unless told so.
final class PruneCommand {
  private final Call call;
  private final boolean ignorePins;
  private final List<String> doomed = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();

  private PruneCommand(Call call) {
    this.call = call;
    this.ignorePins = call.options().flag("ignore-pins");
  }

  static Command command() {
    return new Command(
        "image-prune-untagged",
        "Delete the images that have no tag, into the trash.",
        "",
        () ->
            List.of(
                RegistryCommands.RESTRICT,
                Option.flag("Delete also what is in use by a revision or a job.", "--ignore-pins"),
                Option.flag("Only show what would be deleted.", "--dry-run"),
                RegistryCommands.FORCE,
                RegistryCommands.OUTPUT,
                CommonOptions.QUIET),
        call -> new PruneCommand(call).run());
  }

  private void run() {
    BulkDelete.checkOutput(call);
    call.console().progress("Looking for untagged images...");
    var found = call.registry().digests(DigestsWanted.of(true, ImageCommands.restriction(call)));
    found.forEach(this::sort);
    BulkDelete.show(call.console(), doomed, Map.of());
    BulkDelete.showKept(call.console(), kept);
    if (call.options().flag("dry-run")) {
      if (call.output().isForPrograms()) {
        call.output().print(call.console(), doomed);
      }
      RegistryCommands.done(call.console(), "Nothing was deleted, because of --dry-run.");
    } else if (doomed.isEmpty() || BulkDelete.agreed(call, BulkDelete.TRASH + "?")) {
      BulkDelete.run(call, doomed, ignorePins);
      RegistryCommands.end(call.console());
    }
  }

  private void sort(ImageDigest image) {
    for (ImageRow row : ImageRow.ofDigests(List.of(image))) {
      var indexes = Objects.requireNonNullElse(image.partOf(), List.<String>of());
      var users = Objects.requireNonNullElse(image.pinnedBy(), List.<String>of());
      if (!indexes.isEmpty()) {
        kept.add(new Kept(row.name(), "part-of-index", indexes));
      } else if (!users.isEmpty() && !ignorePins) {
        kept.add(new Kept(row.name(), "pinned", users));
      } else {
        doomed.add(row.name());
      }
    }
  }
}
