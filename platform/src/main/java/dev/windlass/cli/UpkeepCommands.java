// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.registry.api.GarbageRun;
import dev.windlass.registry.api.Pin;
import dev.windlass.registry.api.RegistryEvent;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `windlass cr pin-list`, `event-list`, `garbage-…`: what goes on in the registry.
final class UpkeepCommands {
  private static final int MOST_EVENTS = 1000;

  private UpkeepCommands() {}

  static List<Command> all() {
    return List.of(
        new Command(
                "pin-list",
                "List the images that are in use, and by whom.",
                "",
                () -> List.of(RegistryCommands.RESTRICT, RegistryCommands.OUTPUT),
                UpkeepCommands::pins)
            .orCalled("pins"),
        new Command(
                "event-list",
                "List what the registry did and what it refused, the newest first.",
                "",
                () ->
                    List.of(
                        Option.one("TYPE", "Only of this type.", "--type"),
                        Option.one("COUNT", "At most so many, up to 1000.", "--limit")
                            .preset("100"),
                        RegistryCommands.OUTPUT),
                UpkeepCommands::events)
            .orCalled("events"),
        new Command(
            "garbage-run",
            "Remove the bytes that nothing refers to any more. It also happens by itself.",
            "",
            () ->
                List.of(
                    Option.flag("Only tell what would be removed.", "--dry-run"),
                    RegistryCommands.OUTPUT,
                    CommonOptions.QUIET),
            UpkeepCommands::garbageRun),
        new Command(
            "garbage-status",
            "Show how the last removal went.",
            "",
            () -> List.of(RegistryCommands.OUTPUT),
            UpkeepCommands::garbageStatus));
  }

  private static void pins(Call call) {
    call.console().progress("Listing the images in use...");
    var pins = restricted(call, call.registry().pins());
    if (RegistryCommands.printed(call, pins)) {
      return;
    }
    var table = Table.of("Image", "In use by", "Said by");
    for (Pin pin : pins) {
      table.row(pin.image(), pin.user(), pin.holder());
    }
    table.print(call.console());
    RegistryCommands.end(call.console());
  }

  private static List<Pin> restricted(Call call, List<Pin> pins) {
    if (!call.options().has("restrict")) {
      return pins;
    }
    var target = call.target();
    var place = target.name() + "/" + target.withoutHost(call.options().get("restrict"));
    return pins.stream()
        .filter(pin -> pin.image().startsWith(place + "/") || pin.image().startsWith(place + "@"))
        .toList();
  }

  private static void events(Call call) {
    int limit = call.options().number("limit", 100);
    if (limit < 1 || limit > MOST_EVENTS) {
      throw CommandFailed.misused("--limit is " + limit + ", needs to be from 1 to " + MOST_EVENTS);
    }
    call.console().progress("Listing events...");
    var type = call.options().has("type") ? call.options().get("type") : null;
    var events = call.registry().events(type, limit);
    if (RegistryCommands.printed(call, events)) {
      return;
    }
    var ago = new Ago(call.around().clock().instant());
    var table = Table.of("When", "Type", "Client", "Key", "Subject", "Message");
    for (RegistryEvent event : events) {
      table.row(
          ago.of(event.time()),
          event.type(),
          or(event.client()),
          or(event.key()),
          or(event.subject()),
          event.message());
    }
    table.print(call.console());
    RegistryCommands.end(call.console());
  }

  private static String or(@Nullable String text) {
    return Objects.requireNonNullElse(text, "-");
  }

  private static void garbageRun(Call call) {
    boolean dryRun = call.options().flag("dry-run");
    call.console().progress(dryRun ? "Looking for garbage..." : "Collecting garbage...");
    show(call, call.registry().collectGarbage(dryRun));
  }

  private static void garbageStatus(Call call) {
    call.console().progress("Getting the last collection of garbage...");
    show(call, call.registry().garbage());
  }

  private static void show(Call call, GarbageRun run) {
    if (RegistryCommands.printed(call, run)) {
      return;
    }
    boolean dryRun = Boolean.TRUE.equals(run.dryRun());
    new Sheet(0)
        .add("State", run.state())
        .add("Started", run.startedAt())
        .add("Ended", run.endedAt())
        .add(dryRun ? "Blobs to remove" : "Blobs removed", run.blobs())
        .add(dryRun ? "Space to free" : "Space freed", freed(run))
        .add("Abandoned uploads", run.uploads())
        .add("Expired in the trash", run.trash())
        .add("Message", run.message())
        .print(call.console());
    RegistryCommands.end(call.console());
  }

  private static @Nullable String freed(GarbageRun run) {
    return run.bytes() == null ? null : Amount.of(run.bytes());
  }
}
