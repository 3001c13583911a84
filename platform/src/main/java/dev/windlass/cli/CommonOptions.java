// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.List;

/// The options that many commands have.
final class CommonOptions {
  static final Option QUIET = Option.flag("Print no progress.", "--quiet", "-q");
  static final Option OUTPUT =
      Option.one(
          "FORM",
          "Print the result as json, yaml, name, jsonpath=EXPRESSION or jsonpath-as-json=EXPRESSION.",
          "--output",
          "-o");
  static final Option FORCE = Option.flag("Delete without asking.", "--force", "-f");
  static final Option IGNORE_NOT_FOUND =
      Option.flag("It is fine if there is nothing to delete.", "--ignore-not-found", "--inf");
  static final Option SORT_BY =
      Option.one("COLUMN", "Sort by name or age.", "--sort-by", "-s").preset("name");
  static final Option FOLLOW =
      Option.flag("Go on with what comes until it ends.", "--follow", "-f");
  static final Option TAIL =
      Option.one("LINES", "Only the last lines; -1 means all.", "--tail", "-t").preset("-1");
  static final Option TIMESTAMPS =
      Option.flag("Begin each line with its time.", "--timestamps", "--ts");
  static final Option RAW = Option.flag("Only the lines, without headings.", "--raw", "-r");
  static final Option ALL_CONTAINERS =
      Option.flag("Accepted; instances have one container here.", "--all-containers", "--all");

  private CommonOptions() {}

  static Option name(String kind) {
    return Option.one("NAME", "The name of the " + kind + ".", "--name", "-n").mustBeGiven();
  }

  static List<Option> with(List<Option> first, Option... more) {
    var all = new ArrayList<Option>(first);
    all.addAll(List.of(more));
    return all;
  }

  static List<Option> join(List<Option> first, List<Option> second) {
    var all = new ArrayList<Option>(first);
    all.addAll(second);
    return all;
  }

  static List<Option> get(String kind) {
    return List.of(name(kind), OUTPUT, QUIET);
  }

  /// For what was tried to bring an image here.
  static List<Option> attempts(String kind) {
    return List.of(
        name(kind),
        Option.flag("Show the steps of all attempts, not of the last one only.", "--verbose", "-v"),
        OUTPUT,
        QUIET);
  }

  static List<Option> list() {
    return List.of(SORT_BY, OUTPUT, QUIET);
  }

  static List<Option> delete(String kind) {
    return List.of(name(kind), FORCE, IGNORE_NOT_FOUND, QUIET);
  }

  /// @param waits whether the command waits when nobody says
  static List<Option> wait(boolean waits, int seconds) {
    return List.of(
        Option.flag("Wait for the end.", "--wait", "-w").preset(waits ? "true" : ""),
        Option.flag("Do not wait.", "--no-wait", "--nw").preset(waits ? "" : "true"),
        Option.one("SECONDS", "How long to wait at most.", "--wait-timeout", "--wto")
            .preset(String.valueOf(seconds)));
  }
}
