// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.ApiException;
import dev.windlass.api.Unreachable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command line: finds the command that was called, runs it, and turns what went wrong into
/// words and an exit code. 0 is good, 1 means that it could not be done, 2 that the call makes no
/// sense.
public final class Cli {
  private final Surroundings around;
  private final List<ExtraCommand> extras;
  private final Console console;

  private Cli(Surroundings around, List<ExtraCommand> extras) {
    this.around = around;
    this.extras = extras;
    this.console = new Console(around);
  }

  /// @param extras commands that somebody else runs, listed first in help
  public static int run(String[] args, Surroundings around, List<ExtraCommand> extras) {
    return new Cli(around, extras).run(new ArrayList<>(Arrays.asList(args)));
  }

  private int run(List<String> words) {
    if (!words.isEmpty() && isCodeEngine(words.getFirst())) {
      words.removeFirst();
    }
    try {
      return words.isEmpty() ? help(words) : dispatch(words);
    } catch (CommandFailed e) {
      return failed(e);
    } catch (ApiException e) {
      console.failed(Fix.under(words(e)), e.trace());
    } catch (Unreachable e) {
      console.failed(unreachable(e), "");
    } finally {
      around.out().flush();
    }
    return CommandFailed.FAILED;
  }

  /// So that `ibmcloud ce app create` needs only its first word changed.
  private static boolean isCodeEngine(String word) {
    return word.equals("ce") || word.equals("code-engine");
  }

  private int failed(CommandFailed e) {
    if (e.exitCode() == CommandFailed.MISUSED) {
      console.complain(words(e));
    } else {
      console.failed(words(e), "");
    }
    return e.exitCode();
  }

  private static String words(Throwable trouble) {
    var message = trouble.getMessage();
    return message == null ? trouble.toString() : message;
  }

  private String unreachable(Unreachable e) {
    var engine = Config.in(around.home()).map(Config::api).orElse("");
    boolean ours = engine.equals(e.address().toString());
    return "Cannot talk to the "
        + (ours ? "engine" : "registry")
        + " at "
        + e.address()
        + "\n  why: "
        + e.why()
        + "\n  fix: "
        + (ours
            ? "run 'windlass status' to see whether it runs, and 'windlass up' to start it"
            : "run 'windlass status' to see whether it runs, and 'windlass cr region' to see how"
                + " it was chosen");
  }

  private int dispatch(List<String> words) {
    var first = words.getFirst();
    var rest = words.subList(1, words.size());
    var extra = extra(first);
    if (extra != null) {
      return extra.body().run(rest);
    }
    var single = Catalog.single(first);
    if (single.isPresent()) {
      return single(single.get(), rest);
    }
    var two = Catalog.ofTwo(words);
    if (two.isPresent() && two.get().name().contains(" ")) {
      return group(two.get(), words.subList(Math.min(2, words.size()), words.size()));
    }
    return switch (first) {
      case "help", "h", "--help", "-h" -> help(rest);
      case "version", "v", "--version" -> version(rest);
      default -> group(Catalog.group(words, extras), rest);
    };
  }

  private @Nullable ExtraCommand extra(String name) {
    for (ExtraCommand extra : extras) {
      if (extra.name().equals(name)) {
        return extra;
      }
    }
    return null;
  }

  private int help(List<String> about) {
    if (about.contains("--all")) {
      return helpAll();
    }
    if (about.isEmpty() || about.getFirst().startsWith("-")) {
      Help.overview(console, extras);
      return 0;
    }
    var words = new ArrayList<>(about);
    words.add("--help");
    return dispatch(words);
  }

  /// Every page of help, one after the other: what the reference is made of.
  private int helpAll() {
    Help.overview(console, extras);
    for (var extra : extras) {
      console.print("");
      help(List.of(extra.name()));
    }
    for (var single : Catalog.SINGLES) {
      console.print("");
      help(List.of(single.name()));
    }
    for (var group : Catalog.GROUPS) {
      console.print("");
      help(List.of(group.name().split(" ", -1)));
      for (var command : Catalog.commandsOf(group.name())) {
        console.print("");
        var words = new ArrayList<>(List.of(group.name().split(" ", -1)));
        words.add(command.name());
        help(words);
      }
    }
    return 0;
  }

  private int group(Group group, List<String> words) {
    if (words.isEmpty() || isHelp(words.getFirst())) {
      Help.group(console, group);
      return 0;
    }
    return command(group, Catalog.command(group, words.getFirst()), words.subList(1, words.size()));
  }

  private static boolean isHelp(String word) {
    return word.equals("--help") || word.equals("-h") || word.equals("help");
  }

  private int command(Group group, Command command, List<String> arguments) {
    var parser = new Parser(group.name(), command);
    var options = parser.parse(arguments);
    if (options.flag("help")) {
      console.printRaw(parser.help());
    } else {
      command.action().run(call(options));
    }
    return 0;
  }

  private int single(Single single, List<String> arguments) {
    var parser = new Parser(single.name(), single.command());
    var options = parser.parse(arguments);
    if (options.flag("help")) {
      console.printRaw(parser.help());
      return 0;
    }
    return single.action().applyAsInt(call(options));
  }

  private Call call(Options options) {
    return new Call(options, around, console, extras.stream().map(ExtraCommand::name).toList());
  }

  private int version(List<String> arguments) {
    var command =
        new Command("", "Show the version.", "", () -> List.of(CommonOptions.QUIET), _ -> {});
    var parser = new Parser("version", command);
    if (parser.parse(arguments).flag("help")) {
      console.printRaw(parser.help());
    } else {
      console.print("version: " + Version.NOW);
    }
    return 0;
  }
}
