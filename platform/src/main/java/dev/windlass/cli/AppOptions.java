// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static dev.windlass.cli.Option.flag;
import static dev.windlass.cli.Option.many;
import static dev.windlass.cli.Option.one;

import java.util.ArrayList;
import java.util.List;

/// The options of the app and revision commands.
final class AppOptions {
  private AppOptions() {}

  static List<Option> create() {
    var all = new ArrayList<Option>();
    all.add(CommonOptions.name("application"));
    all.add(WorkloadOptions.image());
    all.add(WorkloadOptions.registrySecret());
    all.addAll(app(true));
    all.addAll(WorkloadOptions.resources(true));
    all.addAll(WorkloadOptions.process());
    all.addAll(end());
    all.addAll(WorkloadOptions.build());
    return all;
  }

  static List<Option> update() {
    var all = new ArrayList<Option>();
    all.add(CommonOptions.name("application"));
    all.add(WorkloadOptions.image());
    all.add(WorkloadOptions.registrySecret());
    all.add(WorkloadOptions.registrySecretClear());
    all.addAll(app(false));
    all.add(flag("Removes the liveness probe.", "--probe-live-clear", "--plr"));
    all.add(flag("Back to the default readiness probe.", "--probe-ready-reset", "--prr"));
    all.addAll(WorkloadOptions.resources(false));
    all.addAll(WorkloadOptions.process());
    all.addAll(WorkloadOptions.removals());
    all.addAll(end());
    all.addAll(WorkloadOptions.build());
    all.addAll(WorkloadOptions.buildRemovals());
    return all;
  }

  private static List<Option> app(boolean creates) {
    return List.of(
        one(
                "PORT",
                "Where the app listens; h2c:PORT when it speaks HTTP/2, http1:PORT when no more.",
                "--port",
                "-p")
            .preset(creates ? "8080" : ""),
        one("N", "Requests that an instance serves at the same time.", "--concurrency", "--cn")
            .preset(creates ? "100" : ""),
        one(
            "N",
            "Requests for each instance at which another one starts.",
            "--concurrency-target",
            "--ct"),
        one("N", "Fewest instances; 0 lets the app sleep.", "--min-scale", "--min", "--minscale")
            .preset(creates ? "0" : ""),
        one("N", "Most instances.", "--max-scale", "--max", "--maxscale")
            .preset(creates ? "10" : ""),
        one(
                "SECONDS",
                "Longest time for a request.",
                "--request-timeout",
                "--rt",
                "--timeout",
                "-t")
            .preset(creates ? "300" : ""),
        one("SECONDS", "How long an idle instance stays.", "--scale-down-delay", "--sdd")
            .preset(creates ? "0" : ""),
        many(
            "NAME=VALUE",
            "Restarts instances that fail it: type, path, port, interval, …",
            "--probe-live",
            "--pl"),
        many(
            "NAME=VALUE",
            "Sends requests only to instances that pass it.",
            "--probe-ready",
            "--pr"),
        one("USER", "The numeric user to run as.", "--user", "-u"),
        one("WHO", "Who can call the app: public, private or project.", "--visibility", "-v"),
        flag("The same as --visibility project.", "--cluster-local", "--cl"),
        flag("The same as --visibility public.", "--no-cluster-local", "--ncl"),
        one("NAME", "The name of the new revision.", "--revision-name", "--rn").notBuilt());
  }

  private static List<Option> end() {
    return CommonOptions.with(
        CommonOptions.wait(true, 600), AppOptions.output(), CommonOptions.QUIET);
  }

  private static Option output() {
    return one(
        "FORM",
        "Print the result as json, yaml, name, jsonpath=EXPRESSION, jsonpath-as-json=EXPRESSION, url or"
            + " project-url.",
        "--output",
        "-o");
  }

  static List<Option> get() {
    return List.of(
        CommonOptions.name("application"),
        flag("Show old revisions too.", "--show-all-revisions", "-r"),
        output(),
        CommonOptions.QUIET);
  }

  static List<Option> delete() {
    return CommonOptions.join(CommonOptions.delete("application"), CommonOptions.wait(false, 600));
  }

  private static Option application() {
    return one(
        "NAME", "The app; all its instances.", "--application", "--app", "-a", "--name", "-n");
  }

  private static Option instance() {
    return one("NAME", "One instance.", "--instance", "-i");
  }

  static List<Option> logs() {
    return List.of(
        application(),
        instance(),
        CommonOptions.FOLLOW,
        CommonOptions.TAIL,
        CommonOptions.TIMESTAMPS,
        CommonOptions.RAW,
        CommonOptions.ALL_CONTAINERS,
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  static List<Option> restart() {
    return List.of(application(), instance(), CommonOptions.QUIET);
  }

  static List<Option> rollBack() {
    var all = new ArrayList<Option>();
    all.add(CommonOptions.name("application"));
    all.add(
        one(
            "REVISION",
            "The revision to go back to; without it, the one before the newest.",
            "--revision",
            "-r"));
    all.addAll(end());
    return all;
  }

  static List<Option> events() {
    return List.of(application(), instance(), CommonOptions.OUTPUT, CommonOptions.QUIET);
  }

  private static Option revision() {
    return one(
        "NAME", "The revision; all its instances.", "--revision", "--rev", "-r", "--name", "-n");
  }

  static List<Option> revisionLogs() {
    return List.of(
        revision(),
        instance(),
        CommonOptions.FOLLOW,
        CommonOptions.TAIL,
        CommonOptions.TIMESTAMPS,
        Option.flag("Only the lines, without headings.", "--raw"),
        CommonOptions.ALL_CONTAINERS,
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  static List<Option> revisionEvents() {
    return List.of(revision(), instance(), CommonOptions.OUTPUT, CommonOptions.QUIET);
  }

  static List<Option> revisionList() {
    return CommonOptions.with(
        List.of(one("NAME", "Only those of this app.", "--application", "--app", "-a")),
        CommonOptions.SORT_BY,
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }
}
