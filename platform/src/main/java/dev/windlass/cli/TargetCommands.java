// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import java.util.List;
import java.util.Optional;

/// `windlass cr info`, `api`, `region` and `region-set`: which registry the others work with.
final class TargetCommands {
  private TargetCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
            "info",
            "Show which registry the commands work with, and what it has to say.",
            "",
            List::of,
            TargetCommands::info),
        new Command("api", "Show where the registry's API is.", "", List::of, TargetCommands::api),
        new Command(
            "region",
            "Show which registry the commands work with.",
            "",
            List::of,
            TargetCommands::region),
        new Command(
            "region-set",
            "Choose the registry that the commands work with.",
            "local|ADDRESS",
            () ->
                List.of(
                    Option.word(
                        "REGION",
                        "local for the engine's own registry, or the address of another one."),
                    Option.one("KEY", "The API key for the other one.", "--api-key"),
                    Option.one(
                        "FILE", "The same, from the first line of a file.", "--api-key-from-file"),
                    CommonOptions.QUIET),
            TargetCommands::regionSet));
  }

  private static void info(Call call) {
    var target = call.target();
    var sheet =
        Table.of("Container Registry", target.name())
            .row("Container Registry API endpoint", apiOf(target));
    if (target.region().equals(Target.LOCAL)) {
      sheet.row("Windlass engine", call.config().api());
    }
    sheet.print(call.console());
    var message = target.client().messages();
    if (!message.isEmpty()) {
      call.console().print("");
      call.console().print(message);
    }
    RegistryCommands.end(call.console());
  }

  private static void api(Call call) {
    call.console().print("Registry API endpoint   " + apiOf(call.target()));
    RegistryCommands.end(call.console());
  }

  private static String apiOf(Target target) {
    return target.client().address() + "/api";
  }

  private static void region(Call call) {
    say(call.console(), call.target());
    RegistryCommands.end(call.console());
  }

  private static void say(Console console, Target target) {
    console.print(
        "You are targeting region '"
            + target.region()
            + "', the registry is '"
            + target.name()
            + "'.");
  }

  private static void regionSet(Call call) {
    var region = call.options().get("region");
    if (region.equals(Target.LOCAL)) {
      RegistryChoice.forget(call.around().home());
    } else {
      choose(call, region);
    }
    say(call.console(), call.target());
    RegistryCommands.end(call.console());
  }

  private static void choose(Call call, String region) {
    var key = key(call.options());
    var chosen = Target.remote(region, key);
    chosen.client().settings(); // a choice that does not work should not be written down
    new RegistryChoice(chosen.client().address().toString(), key).write(call.around().home());
  }

  private static String key(Options options) {
    options.exactlyOne("api-key", "api-key-from-file");
    return Optional.of(options)
        .filter(o -> o.has("api-key"))
        .map(o -> o.get("api-key"))
        .orElseGet(() -> Content.readLine(options.get("api-key-from-file")));
  }
}
