// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static dev.windlass.cli.Option.flag;
import static dev.windlass.cli.Option.many;
import static dev.windlass.cli.Option.one;

import java.util.ArrayList;
import java.util.List;

/// The options of the project commands.
final class ProjectOptions {
  private ProjectOptions() {}

  private static Option name() {
    return one("NAME", "The name of the project.", "--name", "-n");
  }

  private static Option id() {
    return one("ID", "The id of the project.", "--id", "--guid");
  }

  private static Option endpoint() {
    return one("KIND", "Which address of the API to use.", "--endpoint", "-e").notBuilt();
  }

  static List<Option> list() {
    return List.of(
        CommonOptions.SORT_BY,
        flag("Accepted; there is one resource group here.", "--all-resource-groups", "--all"),
        one("REGIONS", "Accepted; there is one region here.", "--regions", "-r"),
        CommonOptions.OUTPUT,
        CommonOptions.QUIET);
  }

  static List<Option> get() {
    return List.of(name(), id(), CommonOptions.OUTPUT, CommonOptions.QUIET);
  }

  static List<Option> select() {
    return List.of(
        name(),
        id(),
        endpoint(),
        flag("Writes a Kubernetes configuration.", "--kubecfg", "-k").notBuilt(),
        CommonOptions.QUIET);
  }

  static List<Option> current() {
    return List.of(CommonOptions.OUTPUT, CommonOptions.QUIET);
  }

  static List<Option> create() {
    var all = new ArrayList<Option>();
    all.add(CommonOptions.name("project"));
    all.add(many("TAG", "A tag; can be given often.", "--tag", "-t"));
    all.add(flag("Stay in the project that is selected now.", "--no-select", "--ns"));
    all.add(endpoint());
    all.addAll(CommonOptions.wait(true, 600));
    all.add(CommonOptions.OUTPUT);
    all.add(CommonOptions.QUIET);
    return all;
  }

  static List<Option> delete() {
    var all = new ArrayList<Option>();
    all.add(name());
    all.add(id());
    all.add(CommonOptions.FORCE);
    all.add(flag("For good, at once: it cannot be restored.", "--hard"));
    all.addAll(CommonOptions.wait(true, 600));
    all.add(CommonOptions.QUIET);
    return all;
  }

  static List<Option> restore() {
    var all = new ArrayList<Option>();
    all.add(name());
    all.add(id());
    all.addAll(CommonOptions.wait(true, 600));
    all.add(CommonOptions.QUIET);
    return all;
  }

  static List<Option> reclaim() {
    return CommonOptions.with(restore(), CommonOptions.FORCE);
  }
}
