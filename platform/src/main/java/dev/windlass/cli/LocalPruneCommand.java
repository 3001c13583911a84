// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ImagePruning;
import dev.windlass.api.Pruned;
import dev.windlass.api.PrunedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `windlass image prune`: shows which images would go from this machine, asks, and lets them go.
final class LocalPruneCommand {
  private final Call call;

  private LocalPruneCommand(Call call) {
    this.call = call;
  }

  static Command command() {
    return new Command(
        "prune",
        "Remove the images that have lost their name, or all, that nobody needs.",
        "",
        () ->
            List.of(
                Option.flag("Also images that still have a name.", "--all", "-a"),
                Option.one(
                    "TIME",
                    "Only images that were not used for so long, such as 12h or 30d.",
                    "--older-than"),
                Option.one(
                    "SIZE",
                    "Only until the rest takes no more room than this, such as 20G; the longest"
                        + " unused go first.",
                    "--keep-size"),
                Option.flag("Only show what would be removed.", "--dry-run"),
                Option.flag("Remove without asking.", "--force", "-f"),
                CommonOptions.OUTPUT,
                CommonOptions.QUIET),
        call -> new LocalPruneCommand(call).run());
  }

  private void run() {
    BulkDelete.checkOutput(call);
    boolean dryRun = call.options().flag("dry-run");
    call.console().progress("Looking for images that nobody needs...");
    var plan = call.client().pruneImages(wanted(true));
    show(plan);
    if (dryRun) {
      print(plan);
      call.console().progress("Nothing was removed, because of --dry-run.");
      call.console().ok();
    } else if (isNothing(plan) || BulkDelete.agreed(call, "Do you want to remove them?")) {
      remove(plan);
    }
  }

  private static boolean isNothing(Pruned plan) {
    return plan.images().isEmpty() && plan.orphans().isEmpty();
  }

  private ImagePruning wanted(boolean dryRun) {
    var options = call.options();
    return new ImagePruning(dryRun, options.flag("all"), given("older-than"), given("keep-size"));
  }

  private @Nullable String given(String option) {
    return call.options().has(option) ? call.options().get(option) : null;
  }

  private void remove(Pruned plan) {
    var gone = isNothing(plan) ? plan : call.client().pruneImages(wanted(false));
    print(gone);
    call.console()
        .progress(
            "Removed "
                + Ago.count(gone.images().size(), "image")
                + ", "
                + Amount.of(gone.freed())
                + " are free again. Images take "
                + Amount.of(gone.left())
                + " now.");
    call.console().ok();
  }

  private void show(Pruned plan) {
    var console = call.console();
    var ago = new Ago(call.around().clock().instant());
    console.progress("");
    if (!plan.images().isEmpty()) {
      var table = Table.of("Repository", "Tag", "Digest", "Used", "Frees");
      for (PrunedImage image : plan.images()) {
        for (ImageLabel label : ImageLabel.of(image.names(), List.of())) {
          table.row(
              label.repository(),
              label.tag(),
              ImageLabel.brief(image.digest()),
              ago.of(image.usedAt()),
              Amount.of(image.frees()));
        }
      }
      table.lines().forEach(console::progress);
      console.progress("");
    }
    console.progress(
        "Found "
            + Ago.count(plan.images().size(), "image")
            + (plan.orphans().isEmpty()
                ? ""
                : " and " + Ago.count(plan.orphans().size(), "layer") + " of no image")
            + " to remove, "
            + Amount.of(plan.freed())
            + " of "
            + Amount.of(plan.freed() + plan.left())
            + ".");
  }

  private void print(Pruned pruned) {
    if (call.output().isForPrograms()) {
      call.output()
          .print(
              call.console(),
              new Tree()
                  .with("dryRun", pruned.dryRun())
                  .with("images", pruned.images().stream().map(LocalPruneCommand::tree).toList())
                  .with("orphans", pruned.orphans())
                  .with("freed", pruned.freed())
                  .with("left", pruned.left()));
    }
  }

  private static Tree tree(PrunedImage image) {
    return new Tree()
        .with("digest", image.digest())
        .with("names", image.names())
        .with("usedAt", image.usedAt())
        .with("frees", image.frees());
  }
}
