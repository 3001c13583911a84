// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.cli.Cli;
import dev.windlass.cli.ExtraCommand;
import dev.windlass.cli.Surroundings;
import java.util.List;

/// Where everything begins: the commands of the engine are run here, all others by the command
/// line.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var around = Surroundings.ofProcess();
    System.exit(Cli.run(args, around, commands(around)));
  }

  /// In the order of `windlass help`. What each needs is loaded when it is called, and not before.
  private static List<ExtraCommand> commands(Surroundings around) {
    return List.of(
        new ExtraCommand("up", "Start an engine.", words -> new Up(around).run(words)),
        new ExtraCommand(
            "down", "Stop the engine and its containers.", words -> new Down(around).run(words)),
        new ExtraCommand("status", "Show the engine.", words -> new Status(around).run(words)),
        new ExtraCommand(
            "sample",
            "Push an image that Windlass makes itself.",
            words -> new Sample(around).run(words)),
        new ExtraCommand(
            "registry-chaos",
            "Be a registry that fails, to test what pulls.",
            words -> new RegistryChaos(around).run(words)),
        new ExtraCommand(
            "causes", "List the causes that a diagnosis can name.", words -> causes(around, words)),
        new ExtraCommand(
            "demo",
            "See what Windlass does, on a throw-away engine.",
            words -> demo(around, words)));
  }

  private static int causes(Surroundings around, List<String> words) {
    return Usage.of(around, "causes", "List the causes that a diagnosis can name.")
        .run(
            words,
            _ -> {
              around.out().print(CauseList.text());
              return 0;
            });
  }

  private static int demo(Surroundings around, List<String> words) {
    return Usage.of(around, "demo", "See what Windlass does, on a throw-away engine.")
        .run(words, _ -> onlyByLauncher());
  }

  private static int onlyByLauncher() {
    throw new Usage.Trouble(
        "The demo is told by the launcher",
        "it starts engines of its own",
        "run ./windlass demo in the folder of Windlass");
  }
}
