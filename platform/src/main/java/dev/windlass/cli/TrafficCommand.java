// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static dev.windlass.cli.Option.many;

import dev.windlass.api.Traffic;
import dev.windlass.api.TrafficPrototype;
import dev.windlass.api.TrafficTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `windlass app traffic`: shows how the requests for an app are split among its revisions, or
/// splits them otherwise. The options are those of Knative's `kn service update`.
final class TrafficCommand {
  private static final String LATEST = "@latest";

  private TrafficCommand() {}

  static List<Option> options() {
    return List.of(
        CommonOptions.name("application"),
        many(
            "REVISION=PERCENT",
            "Sends it so much of the requests, and none to those not named; @latest follows the latest.",
            "--traffic"),
        many("REVISION=TAG", "Gives a revision an address of its own, TAG-APP.", "--tag"),
        many("TAG", "Takes that address away.", "--untag"),
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  static void run(Call call) {
    var options = call.options();
    var shares = options.all("traffic").stream().map(TrafficCommand::share).toList();
    var tags = options.all("tag").stream().map(TrafficCommand::tag).toList();
    var untag = options.all("untag");
    if (shares.isEmpty() && tags.isEmpty() && untag.isEmpty()) {
      call.console().progress("Getting the traffic of application '" + call.name() + "'...");
      print(call, call.project().traffic(call.name()));
      return;
    }
    call.console().progress("Splitting the traffic of application '" + call.name() + "'...");
    var before = call.project().traffic(call.name());
    refuseUnknown(before, untag);
    var next = new ArrayList<>(shares.isEmpty() ? shares(before) : shares);
    kept(before, tags, untag).forEach(target -> put(next, target));
    tags.forEach(target -> put(next, target));
    print(
        call,
        call.project().splitTraffic(call.name(), before.entityTag(), new TrafficPrototype(next)));
  }

  private static TrafficTarget share(String text) {
    var pair = Pair.of("traffic", text, "REVISION=PERCENT, such as web-00001=90 or @latest=10");
    try {
      return target(pair.revision(), Integer.valueOf(pair.value()), null);
    } catch (NumberFormatException notANumber) {
      throw CommandFailed.misused(
          "--traffic is '" + text + "', needs a whole number from 0 to 100 after the =");
    }
  }

  private static TrafficTarget tag(String text) {
    var pair = Pair.of("tag", text, "REVISION=TAG, such as web-00002=canary");
    return target(pair.revision(), null, pair.value());
  }

  private record Pair(String revision, String value) {
    static Pair of(String option, String text, String form) {
      int at = text.lastIndexOf('=');
      if (at <= 0 || at == text.length() - 1) {
        throw CommandFailed.misused("--" + option + " is '" + text + "', needs to be " + form);
      }
      return new Pair(text.substring(0, at), text.substring(at + 1));
    }
  }

  private static TrafficTarget target(
      String revision, @Nullable Integer percent, @Nullable String tag) {
    return revision.equals(LATEST)
        ? new TrafficTarget(null, true, percent, tag, null)
        : new TrafficTarget(revision, null, percent, tag, null);
  }

  private static List<TrafficTarget> shares(Traffic before) {
    return before.traffic().stream()
        .filter(target -> target.share() > 0)
        .map(target -> target(revision(target), target.percent(), null))
        .toList();
  }

  /// The tags that stay as they are.
  private static List<TrafficTarget> kept(
      Traffic before, List<TrafficTarget> tags, List<String> untag) {
    Predicate<TrafficTarget> stays =
        target ->
            !untag.contains(target.tag())
                && tags.stream().noneMatch(other -> Objects.equals(target.tag(), other.tag()));
    return before.traffic().stream()
        .filter(target -> target.tag() != null)
        .filter(stays)
        .map(target -> target(revision(target), null, target.tag()))
        .toList();
  }

  /// A target has one tag, so a revision with another is there twice.
  private static void put(List<TrafficTarget> targets, TrafficTarget tagged) {
    for (int i = 0; i < targets.size(); i++) {
      var target = targets.get(i);
      if (target.tag() == null && revision(target).equals(revision(tagged))) {
        targets.set(i, target(revision(target), target.percent(), tagged.tag()));
        return;
      }
    }
    targets.add(tagged);
  }

  private static void refuseUnknown(Traffic before, List<String> untag) {
    for (var tag : untag) {
      if (before.traffic().stream().noneMatch(target -> tag.equals(target.tag()))) {
        throw new CommandFailed("No revision has the tag '" + tag + "'");
      }
    }
  }

  private static String revision(TrafficTarget target) {
    return target.latest() ? LATEST : String.valueOf(target.revisionName());
  }

  private static void print(Call call, Traffic traffic) {
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(traffic));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Revision", "Traffic", "Tag", "URL");
    traffic
        .traffic()
        .forEach(target ->
            table.row(
                revision(target),
                target.share() == 0 ? "" : target.share() + "%",
                target.tag(),
                target.url()));
    table.print(call.console());
  }

  private static Tree tree(Traffic traffic) {
    return new Tree()
        .with("entity_tag", traffic.entityTag())
        .with(
            "traffic",
            traffic.traffic().stream()
                .map(target ->
                    new Tree()
                        .with("revision_name", target.revisionName())
                        .with("latest_revision", target.latestRevision())
                        .with("percent", target.percent())
                        .with("tag", target.tag())
                        .with("url", target.url()))
                .toList());
  }
}
