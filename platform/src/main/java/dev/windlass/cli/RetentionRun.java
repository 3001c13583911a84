// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.Analysis;
import dev.windlass.registry.api.DigestsWanted;
import dev.windlass.registry.api.Kept;
import dev.windlass.registry.api.RetentionPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Shows what a retention policy would delete and what it keeps for whom, asks, and deletes just
/// that.
final class RetentionRun {
  private final Call call;
  private final RetentionPolicy policy;
  private final List<String> doomed = new ArrayList<>();

  private RetentionRun(Call call, RetentionPolicy policy) {
    this.call = call;
    this.policy = policy;
  }

  /// `retention-run`
  static void once(Call call) {
    var policy = policy(call.options());
    if (policy.keepsAll()) {
      throw CommandFailed.misused("--images needs to be a whole number from 0 on");
    }
    var run = new RetentionRun(call, policy);
    if (run.isAgreed(BulkDelete.TRASH + "?")) {
      run.delete();
      RegistryCommands.end(call.console());
    }
  }

  /// `retention-policy-set`
  static void policySet(Call call) {
    var run = new RetentionRun(call, policy(call.options()));
    if (run.isAgreed(
        "If you set this policy, the selected images are deleted immediately according to the rules"
            + " that you set in your policy.\n"
            + BulkDelete.TRASH
            + " to set the policy?")) {
      run.deleteAndSet();
    }
  }

  private static RetentionPolicy policy(Options options) {
    return new RetentionPolicy(
        options.get("namespace"),
        images(options.get("images")),
        options.flag("retain-untagged"),
        atLeastZero("deletion-threshold-days", options.getOr("deletion-threshold-days", "0")),
        options.flag("ignore-pins"));
  }

  private static int images(String text) {
    return text.toLowerCase(Locale.ROOT).equals("all") ? -1 : atLeastZero("images", text);
  }

  private static int atLeastZero(String name, String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw CommandFailed.misused(
          "--" + name + " is '" + text + "', needs to be a whole number from 0 on");
    }
    return Integer.parseInt(text);
  }

  private boolean isAgreed(String question) {
    BulkDelete.checkOutput(call);
    var analysis =
        policy.keepsAll() ? new Analysis(Map.of(), List.of()) : call.registry().analyze(policy);
    collect(analysis);
    show(analysis);
    if (call.options().flag("dry-run")) {
      if (call.output().isForPrograms()) {
        call.output().print(call.console(), analysis);
      }
      RegistryCommands.done(
          call.console(), "Nothing was deleted and no policy set, because of --dry-run.");
      return false;
    }
    return doomed.isEmpty() || BulkDelete.agreed(call, question);
  }

  private void collect(Analysis analysis) {
    Objects.requireNonNullElse(analysis.delete(), Map.<String, List<String>>of())
        .forEach((repository, digests) ->
            digests.forEach(digest -> doomed.add(repository + "@" + digest)));
  }

  private void show(Analysis analysis) {
    if (!policy.keepsAll()) {
      BulkDelete.show(call.console(), doomed, doomed.isEmpty() ? Map.of() : tags());
      BulkDelete.showKept(
          call.console(), Objects.requireNonNullElse(analysis.kept(), List.<Kept>of()));
    }
  }

  /// The tags of all images of the namespace, by name with digest.
  private Map<String, String> tags() {
    var tags = new HashMap<String, String>();
    var all = call.registry().digests(DigestsWanted.of(false, List.of(policy.namespace())));
    ImageRow.ofDigests(all).forEach(row -> tags.put(row.name(), row.tagsInWords()));
    return tags;
  }

  private void delete() {
    BulkDelete.run(call, doomed, Boolean.TRUE.equals(policy.ignorePins()));
  }

  private void deleteAndSet() {
    if (!doomed.isEmpty()) {
      delete();
      RegistryCommands.end(call.console());
    }
    call.registry().setPolicy(policy.respectingPins()); // the rest was shown and agreed to
    RegistryCommands.done(
        call.console(),
        policy.keepsAll()
            ? "The retention policy to keep all images in " + policy.namespace() + " is set."
            : "The scheduled retention policy to keep "
                + Ago.count(Objects.requireNonNull(policy.imagesPerRepo()), "image")
                + " per repository in "
                + policy.namespace()
                + " is set.");
  }
}
