// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import dev.windlass.cli.Surroundings;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// How a command of the engine is called, and what its exit codes mean.
final class Usage {
  static final int FAILED = 1;
  static final int MISUSED = 2;

  private final Surroundings around;
  private final CommandSpec spec;

  private Usage(Surroundings around, CommandSpec spec) {
    this.around = around;
    this.spec = spec;
  }

  /// What a command does once its words are understood.
  @FunctionalInterface
  interface Body {
    int run(ParseResult options) throws IOException, InterruptedException;
  }

  static Usage of(Surroundings around, String name, String says, OptionSpec... options) {
    var spec = CommandSpec.create().name("windlass " + name);
    spec.usageMessage().description(says);
    spec.addOption(
        OptionSpec.builder("--help", "-h").usageHelp(true).description("Show this.").build());
    for (var option : options) {
      spec.addOption(option);
    }
    return new Usage(around, spec);
  }

  Usage words(String... labels) {
    for (int i = 0; i < labels.length; i++) {
      spec.addPositional(
          CommandLine.Model.PositionalParamSpec.builder()
              .paramLabel(labels[i])
              .index(Integer.toString(i))
              .required(true)
              .type(String.class)
              .build());
    }
    return this;
  }

  /// Runs the body, and turns what goes wrong into words and an exit code.
  int run(List<String> words, Body body) {
    var line = new CommandLine(spec);
    try {
      var options = line.parseArgs(words.toArray(String[]::new));
      if (options.isUsageHelpRequested()) {
        line.usage(around.out());
        return 0;
      }
      return body.run(options);
    } catch (ParameterException e) {
      around.err().println(e.getMessage() + "\n\n" + line.getUsageMessage().stripTrailing());
      return MISUSED;
    } catch (Trouble e) {
      around.err().println("FAILED\n" + e.getMessage());
      return FAILED;
    } catch (IOException e) {
      around.err().println("FAILED\n" + e);
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /// A command that could not do what it is for. The message has three parts.
  static final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    Trouble(String what, String why, String fix) {
      super("%s%n  why: %s%n  fix: %s".formatted(what, why, fix));
    }
  }
}
