// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Understands the options and the words of one command, and explains them. The only class that
/// knows picocli.
final class Parser {
  private static final String FLAG = "PARAM";
  private static final int WIDTH = 100;
  private static final int WIDTH_OF_NAMES = 38;

  private final String path;
  private final List<Option> options;
  private final CommandLine line;

  Parser(String group, Command command) {
    this.path = ("windlass " + group + " " + command.name()).strip();
    this.options = command.options().get();
    var spec = CommandSpec.create().name(path);
    int word = 0;
    for (Option option : options) {
      if (option.isWord()) {
        spec.addPositional(wordOf(option, word++));
      } else {
        spec.addOption(specOf(option));
      }
    }
    spec.addOption(
        OptionSpec.builder("--help", "-h")
            .type(boolean.class)
            .usageHelp(true)
            .description("Show this help.")
            .build());
    describe(spec, command);
    this.line =
        new CommandLine(spec)
            .setPosixClusteredShortOptionsAllowed(false)
            .setAllowOptionsAsOptionParameters(true); // as in --argument --verbose
  }

  private void describe(CommandSpec spec, Command command) {
    spec.usageMessage()
        .description(command.says())
        .customSynopsis((path + " " + command.synopsis()).strip() + " [options]")
        .synopsisHeading("Usage: ")
        .parameterListHeading("%nParameters:%n")
        .optionListHeading("%nOptions:%n")
        .sortOptions(false)
        .sortSynopsis(false)
        .abbreviateSynopsis(true)
        .longOptionsMaxWidth(WIDTH_OF_NAMES)
        .width(WIDTH);
  }

  private static PositionalParamSpec wordOf(Option option, int index) {
    var spec =
        PositionalParamSpec.builder()
            .paramLabel(option.label())
            .required(option.required())
            .description(option.description().replace("%", "%%"));
    boolean last = option.kind() == Option.Kind.WORDS;
    var least = option.required() ? "1" : "0";
    return last
        ? spec.index(index + "..*")
            .arity(least + "..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build()
        : spec.index(String.valueOf(index)).arity(least + "..1").type(String.class).build();
  }

  private static OptionSpec specOf(Option option) {
    var spec =
        OptionSpec.builder(option.names().toArray(new String[0]))
            .required(option.required())
            .description(option.description().replace("%", "%%"));
    return switch (option.kind()) {
      case FLAG ->
          spec.type(Boolean.class)
              .arity("0..1")
              .fallbackValue("true")
              .hideParamSyntax(true)
              .paramLabel(FLAG)
              .build();
      case ONE -> spec.type(String.class).arity("1").paramLabel(option.label()).build();
      case MANY ->
          spec.type(List.class)
              .auxiliaryTypes(String.class)
              .arity("1")
              .paramLabel(option.label())
              .build();
      case WORD, WORDS -> throw new IllegalArgumentException(option.label());
    };
  }

  String help() {
    var usage = line.getUsageMessage(CommandLine.Help.Ansi.OFF);
    return usage.replace("=" + FLAG, " ".repeat(FLAG.length() + 1)); // flags take no value
  }

  /// The options given, or a complaint with a proposal.
  Options parse(List<String> arguments) {
    try {
      return given(line.parseArgs(arguments.toArray(new String[0])));
    } catch (UnmatchedArgumentException e) {
      throw CommandFailed.misused(complaint(String.valueOf(e.getMessage()), e.getSuggestions()));
    } catch (ParameterException e) {
      throw CommandFailed.misused(complaint(String.valueOf(e.getMessage()), List.of()));
    }
  }

  private String complaint(String message, List<String> suggestions) {
    var words = new StringBuilder(message);
    if (!suggestions.isEmpty()) {
      words.append("\nDid you mean ").append(String.join(" or ", suggestions)).append('?');
    }
    return words.append("\nRun '").append(path).append(" --help' to see its options.").toString();
  }

  private Options given(ParseResult result) {
    var given = new HashMap<String, List<String>>();
    if (result.isUsageHelpRequested()) {
      given.put("help", List.of("true"));
    }
    int word = 0;
    for (Option option : options) {
      var name = option.names().getFirst();
      if (option.isWord()) {
        words(option, result, word++).ifPresent(words -> given.put(option.key(), words));
      } else if (result.hasMatchedOption(name)) {
        given.put(option.key(), values(option, result, name));
      }
    }
    refuseWhatIsNotBuilt(given);
    return new Options(given);
  }

  private static Optional<List<String>> words(Option option, ParseResult result, int index) {
    if (!result.hasMatchedPositional(index)) {
      return Optional.empty();
    }
    return Optional.of(
        option.kind() == Option.Kind.WORDS
            ? result.matchedPositionalValue(index, List.<String>of())
            : List.of(result.<String>matchedPositionalValue(index, "")));
  }

  private static List<String> values(Option option, ParseResult result, String name) {
    return switch (option.kind()) {
      case FLAG -> List.of(String.valueOf(result.matchedOption(name).<Object>getValue()));
      case ONE -> List.of(result.<String>matchedOptionValue(name, ""));
      case MANY -> result.matchedOptionValue(name, List.<String>of());
      case WORD, WORDS -> throw new IllegalArgumentException(name);
    };
  }

  private void refuseWhatIsNotBuilt(Map<String, List<String>> given) {
    for (Option option : options) {
      if (!option.built()
          && given.containsKey(option.key())
          && !given.get(option.key()).contains("false")) {
        throw CommandFailed.misused("--" + option.key() + " is not built yet");
      }
    }
  }
}
