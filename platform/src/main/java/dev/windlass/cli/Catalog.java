// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All groups of commands. The commands of a group are made when the group is chosen, so that a
/// call pays only for what it uses.
final class Catalog {
  static final List<Group> GROUPS =
      List.of(
          new Group("project", List.of("proj"), "Homes for all the rest."),
          new Group(
              "reclamation", List.of("recl"), "Projects that were deleted and can be restored."),
          new Group("app", List.of("application"), "Programs that answer requests."),
          new Group("revision", List.of("rev"), "Apps as they were at one moment."),
          new Group("job", List.of(), "Programs that run to their end."),
          new Group("jobrun", List.of("jr"), "Runs of jobs."),
          new Group("secret", List.of(), "Passwords, keys and other values to hide."),
          new Group("image", List.of(), "Images on the machine of the engine."),
          new Group("registry", List.of(), "Secrets to pull images with."),
          new Group("configmap", List.of("cm"), "Values for the environment or for files."),
          new Group(
              "connectivity outbound",
              List.of("connectivity ob", "conn outbound", "conn ob"),
              "Where the containers of the project may go."),
          new Group("domainmapping", List.of("dm"), "Names of yours for apps."),
          new Group("subscription cron", List.of("sub cron"), "Apps and jobs by the clock."),
          new Group("api-key", List.of("apikey"), "Keys for the API of the engine."),
          new Group("cr", List.of("container-registry"), "Images in the registry, and its rules."));

  /// Commands that belong to no group, for when something is wrong.
  static final List<Single> DIAGNOSIS =
      List.of(DoctorCommand.command(), WhyCommand.command(), BundleCommand.command());

  /// All commands that belong to no group.
  static final List<Single> SINGLES =
      Stream.of(DIAGNOSIS, SessionCommands.all(), List.of(CompletionCommand.command()))
          .flatMap(List::stream)
          .toList();

  /// What IBM Cloud has and Windlass has not.
  private static final Set<String> NOT_BUILT =
      Set.of(
          "bd",
          "beta",
          "br",
          "build",
          "buildrun",
          "conn subnetpool",
          "connectivity subnetpool",
          "exp",
          "experimental",
          "fleet",
          "fn",
          "function",
          "persistentdatastore",
          "repo",
          "serviceaccess",
          "sub cos",
          "sub kafka",
          "subscription cos",
          "subscription kafka",
          "app bind",
          "app unbind",
          "job bind",
          "job unbind",
          "project tag",
          "project update",
          "cr build",
          "cr exemption-add",
          "cr exemption-list",
          "cr exemption-rm",
          "cr exemption-types",
          "cr exemptions",
          "cr iam-policies-enable",
          "cr iam-policies-status",
          "cr namespace-assign",
          "cr platform-metrics",
          "cr va",
          "cr va-version",
          "cr va-version-set",
          "cr vulnerability-assessment");

  private Catalog() {}

  static List<Command> commandsOf(String group) {
    return switch (group) {
      case "project" -> ProjectCommands.all();
      case "reclamation" -> ReclamationCommands.all();
      case "app" -> AppCommands.all();
      case "revision" -> RevisionCommands.all();
      case "job" -> JobCommands.all();
      case "jobrun" -> JobRunCommands.all();
      case "secret" -> SecretCommands.all();
      case "image" -> LocalImageCommands.all();
      case "registry" -> SecretCommands.registry();
      case "configmap" -> ConfigMapCommands.all();
      case "connectivity outbound" -> OutboundCommands.all();
      case "domainmapping" -> DomainMappingCommands.all();
      case "subscription cron" -> CronCommands.all();
      case "api-key" -> EngineKeyCommands.all();
      case "cr" -> RegistryCommands.all();
      default -> throw new IllegalArgumentException(group);
    };
  }

  static Optional<Single> single(String word) {
    for (Single single : SINGLES) {
      if (single.name().equals(word)) {
        return Optional.of(single);
      }
    }
    return Optional.empty();
  }

  /// A group that is called by two words, or by the first alone; empty when these are not.
  static Optional<Group> ofTwo(List<String> words) {
    boolean alone = words.size() == 1 || words.get(1).startsWith("-");
    for (Group group : GROUPS) {
      if (group.isCalled(both(words)) || (alone && group.isBegunBy(words.getFirst()))) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  private static String both(List<String> words) {
    return String.join(" ", words.subList(0, Math.min(2, words.size())));
  }

  static Group group(List<String> words, List<ExtraCommand> extras) {
    var word = words.getFirst();
    for (Group group : GROUPS) {
      if (group.isCalled(word)) {
        return group;
      }
    }
    refuseNotBuilt(both(words));
    throw unknown(word, "windlass", Suggestions.groups(word, extras));
  }

  static Command command(Group group, String word) {
    var commands = commandsOf(group.name());
    for (Command command : commands) {
      if (command.isCalled(word)) {
        return command;
      }
    }
    throw unknown(
        group.name() + " " + word,
        "windlass " + group.name(),
        Suggestions.commands(word, commands));
  }

  private static void refuseNotBuilt(String path) {
    if (NOT_BUILT.contains(path)) {
      throw CommandFailed.misused("'windlass " + path + "' is not built yet");
    }
  }

  private static CommandFailed unknown(String path, String above, List<String> suggestions) {
    refuseNotBuilt(path);
    var guess =
        suggestions.isEmpty() ? "" : "\nDid you mean " + String.join(" or ", suggestions) + "?";
    return CommandFailed.misused(
        "There is no command 'windlass "
            + path
            + "'"
            + guess
            + "\nRun '"
            + above
            + " --help' to see what there is.");
  }
}
