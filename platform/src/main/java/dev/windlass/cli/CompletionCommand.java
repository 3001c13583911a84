// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// `windlass completion`: what a shell needs to complete commands, options and names. The script
/// knows all commands and options; names it asks the engine for.
final class CompletionCommand {
  private static final String FOR_ZSH = "autoload -U +X bashcompinit && bashcompinit\n";

  private CompletionCommand() {}

  static Single command() {
    return new Single(
        "completion",
        "Print a script that completes commands in a shell: source <(windlass completion bash)",
        "bash|zsh",
        () -> List.of(Option.word("SHELL", "bash or zsh."), CommonOptions.QUIET),
        CompletionCommand::print);
  }

  private static int print(Call call) {
    var shell = call.options().get("shell");
    var first =
        switch (shell) {
          case "bash" -> "";
          case "zsh" -> FOR_ZSH;
          default ->
              throw CommandFailed.misused("SHELL is '" + shell + "', needs to be bash or zsh");
        };
    call.console().printRaw(script(first, cases(call.extras())));
    return 0;
  }

  private static String script(String first, String cases) {
    return """
    # Completes windlass in bash and zsh. To have it always: windlass completion bash > /etc/bash_completion.d/windlass
    %s_windlass() {
      local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= word choices=
      for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in -*) break ;; esac
        path=${path:+$path }$word
      done
      case $path in
    %s  esac
      case $before in
        --name | -n)
          case $path in
            *" create") choices= ;;
            *) choices=$(windlass ${path%% *} list --output name --quiet 2>/dev/null) ;;
          esac ;;
        --output | -o) choices="json yaml name jsonpath= jsonpath-as-json=" ;;
      esac
      COMPREPLY=($(compgen -W "$choices" -- "$current"))
    }
    complete -o default -F _windlass windlass
    """
        .formatted(first, cases);
  }

  private static String cases(List<String> extras) {
    var all = new TreeMap<String, List<String>>();
    var firsts = new ArrayList<>(List.of("help", "version"));
    firsts.addAll(extras);
    for (var single : Catalog.SINGLES) {
      firsts.add(single.name());
      all.put(single.name(), options(single.options().get()));
    }
    for (var group : Catalog.GROUPS) {
      var words = group.name().split(" ", 2);
      firsts.add(words[0]);
      if (words.length > 1) {
        all.put(words[0], List.of(words[1]));
      }
      add(all, group);
    }
    all.put("", firsts);
    var cases = new StringJoiner("");
    all.forEach((path, choices) ->
        cases.add("    \"%s\") choices=\"%s\" ;;%n".formatted(path, String.join(" ", choices))));
    return cases.toString();
  }

  private static void add(Map<String, List<String>> all, Group group) {
    var commands = Catalog.commandsOf(group.name());
    var called = new ArrayList<>(group.aliases());
    called.add(group.name());
    for (var name : called) {
      all.put(name, commands.stream().map(Command::name).toList());
      commands.forEach(
          command -> all.put(name + " " + command.name(), options(command.options().get())));
    }
  }

  /// The long ones.
  private static List<String> options(List<Option> options) {
    return options.stream()
        .filter(option -> option.built() && !option.isWord())
        .map(option -> option.names().getFirst())
        .toList();
  }
}
