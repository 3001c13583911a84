// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.RetentionPolicy;
import java.util.List;
import java.util.TreeMap;

/// `windlass cr retention-…`
final class RetentionCommands {
  private RetentionCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "retention-policy-set",
            "Keep only the newest images of each repository of a namespace, from now on every day.",
            "--images COUNT NAMESPACE",
            () ->
                options(
                    Option.one("COUNT|All", "How many to keep in each repository.", "--images")),
            RetentionRun::policySet),
        new Command(
            "retention-policy-list",
            "List the policies of all namespaces.",
            "",
            () -> List.of(RegistryCommands.OUTPUT),
            RetentionCommands::list),
        new Command(
            "retention-run",
            "Keep only the newest images of each repository of a namespace, once.",
            "--images COUNT NAMESPACE",
            () -> options(Option.one("COUNT", "How many to keep in each repository.", "--images")),
            RetentionRun::once));
  }

  private static List<Option> options(Option images) {
    return List.of(
        Option.word("NAMESPACE", "The name of the namespace."),
        images.mustBeGiven(),
        Option.flag("Keep all that have no tag, uncounted.", "--retain-untagged"),
        Option.one("DAYS", "Keep what is younger.", "--deletion-threshold-days").preset("0"),
        Option.flag("Delete also what is in use by a revision or a job.", "--ignore-pins"),
        Option.flag("Only show what would be deleted.", "--dry-run"),
        RegistryCommands.FORCE,
        RegistryCommands.OUTPUT,
        CommonOptions.QUIET);
  }

  private static void list(Call call) {
    var console = call.console();
    console.progress(
        "Listing image retention policies in registry '" + call.target().name() + "'...");
    var policies = new TreeMap<>(call.registry().policies());
    if (RegistryCommands.printed(call, policies)) {
      return;
    }
    var table = Table.of("Namespace", "Images to retain", "Retain untagged", "Days to retain");
    for (RetentionPolicy policy : policies.values()) {
      table.row(
          policy.namespace(),
          policy.keepsAll() ? "All" : policy.imagesPerRepo(),
          Boolean.TRUE.equals(policy.retainUntagged()),
          policy.deletionThresholdDays() == null ? 0 : policy.deletionThresholdDays());
    }
    table.print(console);
    RegistryCommands.end(console);
  }
}
