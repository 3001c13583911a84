// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.BulkDeletion;
import dev.windlass.registry.api.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Shows which images will go and which are kept, and lets them go: what retention and pruning have
/// in common.
final class BulkDelete {
  static final String TRASH =
      "Deleted images are moved to your trash and can be restored for 30 days. Do you want to"
          + " continue";
  private static final String IN_USE = "CRI0109E";

  private BulkDelete() {}

  /// Refuses output for programs where somebody would have to be asked.
  static void checkOutput(Call call) {
    var options = call.options();
    if (call.output().isForPrograms() && !options.flag("force") && !options.flag("dry-run")) {
      throw CommandFailed.misused("--output json needs --force or --dry-run");
    }
  }

  /// @param tags by name with digest
  static void show(Console console, List<String> images, Map<String, String> tags) {
    if (!images.isEmpty()) {
      var table = Table.of("Image", "Tags");
      images.forEach(image -> table.row(image, tags.getOrDefault(image, "-")));
      console.progress("");
      table.lines().forEach(console::progress);
    }
    console.progress("");
    console.progress("Found " + Ago.count(images.size(), "image") + " to delete.");
  }

  static void showKept(Console console, List<Kept> kept) {
    if (!kept.isEmpty()) {
      var table = Table.of("Image", "In use by");
      for (Kept image : kept) {
        var users = Objects.requireNonNullElse(image.users(), List.<String>of());
        table.row(image.image(), users.isEmpty() ? image.reason() : String.join("; ", users));
      }
      console.progress("");
      console.progress(Ago.count(kept.size(), "image") + " in use will be kept:");
      console.progress("");
      table.lines().forEach(console::progress);
    }
  }

  /// Asks unless told not to.
  static boolean agreed(Call call, String question) {
    call.console().progress("");
    return call.options().flag("force") || call.console().agrees(question);
  }

  /// Deletes and says what became of each. Throws [CommandFailed] when some are still there for
  /// another reason than that they are in use.
  static void run(Call call, List<String> images, boolean ignorePins) {
    var console = call.console();
    console.progress("Deleting " + Ago.count(images.size(), "image") + "...");
    var result =
        images.isEmpty()
            ? new BulkDeletion(List.of(), Map.of())
            : call.registry().delete(images, !ignorePins);
    var deleted = Objects.requireNonNullElse(result.success(), List.<String>of());
    var failures =
        Objects.requireNonNullElse(result.error(), Map.<String, BulkDeletion.Failure>of());
    if (call.output().isForPrograms()) {
      call.output().print(console, rows(deleted, failures));
    }
    console.progress("");
    console.progress("Successfully deleted " + Ago.count(deleted.size(), "image") + ".");
    tell(console, failures);
  }

  private static List<Tree> rows(List<String> deleted, Map<String, BulkDeletion.Failure> failures) {
    var rows = new ArrayList<Tree>();
    deleted.forEach(image -> rows.add(new Tree().with("Digest", image).with("Status", "OK")));
    failures.forEach((image, why) ->
        rows.add(
            new Tree()
                .with("Digest", image)
                .with("Status", why.code())
                .with("Message", why.message())));
    return rows;
  }

  private static void tell(Console console, Map<String, BulkDeletion.Failure> failures) {
    int bad = 0;
    for (var failure : failures.entrySet()) {
      bad += failure.getValue().code().equals(IN_USE) ? 0 : 1;
      console.complain(failure.getKey() + ": " + failure.getValue().message());
    }
    if (bad > 0) {
      throw new CommandFailed(Ago.count(bad, "image") + " could not be deleted");
    }
  }
}
