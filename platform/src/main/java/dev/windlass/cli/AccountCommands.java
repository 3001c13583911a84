// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.Auth;
import dev.windlass.registry.api.Plan;
import dev.windlass.registry.api.QuotaChange;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `windlass cr quota`, `plan`, `private-only`, `ip-allow-…`: limits, and who may come in.
final class AccountCommands {
  private AccountCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "quota",
            "Show the limits of storage and pull traffic, and what is used of them.",
            "",
            () -> List.of(RegistryCommands.OUTPUT),
            AccountCommands::quota),
        new Command(
            "quota-set",
            "Change the limits.",
            "[--storage MB] [--traffic MB]",
            () ->
                List.of(
                    Option.one("MB", "Storage; -1 is no limit.", "--storage"),
                    Option.one("MB", "Pull traffic in a month; -1 is no limit.", "--traffic"),
                    CommonOptions.QUIET),
            AccountCommands::quotaSet),
        new Command(
            "plan",
            "Show the plan.",
            "",
            () -> List.of(RegistryCommands.OUTPUT),
            AccountCommands::plan),
        new Command(
            "plan-upgrade",
            "Change to the plan Standard, which has no limits of its own.",
            "[PLAN]",
            () ->
                List.of(
                    Option.word("PLAN", "The name of the plan.").mayBeGiven().preset("standard"),
                    CommonOptions.QUIET),
            AccountCommands::planUpgrade),
        new Command(
            "private-only",
            "Allow pulls and pushes at the private address only.",
            "--enable|--disable|--status",
            () ->
                List.of(
                    Option.flag("At the private address only.", "--enable"),
                    Option.flag("At both addresses.", "--disable"),
                    Option.flag("Show how it is.", "--status")),
            AccountCommands::privateOnly),
        new Command(
            "ip-allow-set",
            "Say from which addresses one may sign in.",
            "RANGE...|--none",
            () ->
                List.of(
                    Option.words("RANGE", "An address, or a range such as 10.1.0.0/16.")
                        .mayBeGiven(),
                    Option.flag("From everywhere.", "--none"),
                    CommonOptions.QUIET),
            AccountCommands::ipAllowSet),
        new Command(
            "ip-allow-list",
            "List from which addresses one may sign in.",
            "",
            () -> List.of(RegistryCommands.OUTPUT),
            AccountCommands::ipAllowList));
  }

  private static void quota(Call call) {
    call.console().progress("Getting quotas and usage for the current month...");
    var quota = call.registry().quota();
    if (RegistryCommands.printed(call, quota)) {
      return;
    }
    Table.of("QUOTA", "LIMIT", "USED")
        .row(
            "Pull traffic",
            Amount.ofQuota(quota.limit().trafficBytes()),
            Amount.ofQuota(quota.usage().trafficBytes()))
        .row(
            "Storage",
            Amount.ofQuota(quota.limit().storageBytes()),
            Amount.ofQuota(quota.usage().storageBytes()))
        .print(call.console());
    RegistryCommands.end(call.console());
  }

  private static void quotaSet(Call call) {
    var storage = megabytes(call.options(), "storage");
    var traffic = megabytes(call.options(), "traffic");
    if (storage == null && traffic == null) {
      throw CommandFailed.misused("say what to change with --storage or --traffic");
    }
    call.console().progress("Setting quotas...");
    call.registry().changeQuota(new QuotaChange(storage, traffic));
    RegistryCommands.done(call.console(), "Successfully set quotas.");
  }

  private static @Nullable Long megabytes(Options options, String key) {
    if (!options.has(key)) {
      return null;
    }
    if (!options.get(key).matches("-1|[0-9]{1,12}")) {
      throw CommandFailed.misused(
          "--" + key + " is '" + options.get(key) + "', needs to be megabytes, or -1 for no limit");
    }
    return Long.valueOf(options.get(key));
  }

  private static void plan(Call call) {
    call.console().progress("Getting the plan...");
    var plan = call.registry().plan();
    if (!RegistryCommands.printed(call, plan)) {
      call.console().print("You are using the " + plan.plan() + " plan.");
      RegistryCommands.end(call.console());
    }
  }

  private static void planUpgrade(Call call) {
    var plan = call.options().getOr("plan", "standard");
    call.console().progress("Upgrading to the plan '" + plan + "'...");
    call.registry().changePlan(new Plan(plan));
    RegistryCommands.done(call.console(), "Successfully upgraded to the plan '" + plan + "'.");
  }

  private static void privateOnly(Call call) {
    var options = call.options();
    long given = List.of("enable", "disable", "status").stream().filter(options::flag).count();
    if (given != 1) {
      throw CommandFailed.misused("give one of --enable, --disable and --status");
    }
    boolean enabled =
        options.flag("status")
            ? Boolean.TRUE.equals(call.registry().auth().privateOnly())
            : changed(call, options.flag("enable"));
    call.console()
        .print(
            enabled
                ? "Private-only access is enabled: images are pulled and pushed at the private"
                    + " address only."
                : "Private-only access is disabled: images are pulled and pushed at both"
                    + " addresses.");
    RegistryCommands.end(call.console());
  }

  private static boolean changed(Call call, boolean enable) {
    call.registry().changeAuth(Auth.onlyPrivate(enable));
    return enable;
  }

  private static void ipAllowSet(Call call) {
    var ranges = call.options().all("range");
    if (ranges.isEmpty() != call.options().flag("none")) {
      throw CommandFailed.misused("give either ranges or --none");
    }
    call.console().progress("Setting the ranges that may sign in...");
    call.registry().changeAuth(Auth.only(ranges));
    RegistryCommands.done(
        call.console(),
        ranges.isEmpty()
            ? "From now on one may sign in from everywhere."
            : "From now on one may sign in from " + String.join(", ", ranges) + " only.");
  }

  private static void ipAllowList(Call call) {
    call.console().progress("Listing the ranges that may sign in...");
    var ranges = Objects.requireNonNullElse(call.registry().auth().allowedIps(), List.<String>of());
    if (RegistryCommands.printed(call, ranges)) {
      return;
    }
    if (ranges.isEmpty()) {
      call.console().print("No range is set: one may sign in from everywhere.");
    } else {
      var table = Table.of("Range");
      ranges.forEach(table::row);
      table.print(call.console());
    }
    RegistryCommands.end(call.console());
  }
}
