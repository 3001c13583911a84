// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.stream.Stream;

/// `windlass cr …`: the commands of `ibmcloud cr`, for the registry that Windlass carries.
final class RegistryCommands {
  static final Option OUTPUT = Option.one("FORM", "Print the result as json.", "--output", "-o");
  static final Option FORCE = Option.flag("Do it without asking.", "--force", "-f");
  static final Option RESTRICT =
      Option.one("NAMESPACE[/REPOSITORY]", "Only what is in there.", "--restrict");

  private RegistryCommands() {}

  static List<Command> all() {
    return Stream.of(
            List.of(LoginCommand.command()),
            TargetCommands.all(),
            NamespaceCommands.all(),
            ImageCommands.all(),
            TrashCommands.all(),
            RetentionCommands.all(),
            AccountCommands.all(),
            ApiKeyCommands.all(),
            UpkeepCommands.all())
        .flatMap(List::stream)
        .toList();
  }

  /// How `ibmcloud cr` ends.
  static void done(Console console, String what) {
    console.progress("");
    console.progress(what);
    end(console);
  }

  static void end(Console console) {
    console.progress("");
    console.ok();
  }

  /// Prints the tree for programs, or the table for people; true when it was for programs.
  static boolean printed(Call call, Object tree) {
    if (!call.output().isForPrograms()) {
      call.console().progress("");
      return false;
    }
    call.output().print(call.console(), tree);
    return true;
  }
}
