// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.ApiException;
import dev.windlass.api.ComponentRef;
import dev.windlass.api.CronSubscription;
import dev.windlass.api.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `windlass subscription cron …`: apps and jobs that are told of points in time.
final class CronCommands {
  private static final String KIND = "cron subscription";

  private CronCommands() {}

  private static List<Option> fields() {
    return List.of(
        Option.one(
                "SCHEDULE", "Five fields, as of cron: '*/15 8-17 * * mon-fri'.", "--schedule", "-s")
            .preset("* * * * *"),
        Option.one(
                "ZONE",
                "The time zone of the schedule, such as Europe/Berlin.",
                "--time-zone",
                "--tz")
            .preset("UTC"),
        Option.one("TYPE", "What the destination is: app or job.", "--destination-type", "--dt")
            .preset("app"),
        Option.one("PATH", "Where the app is asked.", "--path").preset("/"),
        Option.one("TEXT", "What is sent: up to 4096 bytes.", "--data", "--da"),
        Option.one("BASE64", "The same, as base64.", "--data-base64", "--db"),
        Option.one(
            "TYPE", "The media type of that, such as application/json.", "--content-type", "--ct"),
        Option.many(
            "NAME=VALUE",
            "An attribute of the event, added or in place of a usual one.",
            "--extension",
            "--ext"),
        Option.one(
                "allow|skip",
                "What is done while the one before is not over: the same, or nothing.",
                "--overlap")
            .preset("allow"));
  }

  private static Option destination() {
    return Option.one("NAME", "The app or job that is told.", "--destination", "-d");
  }

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Tell an app or a job of points in time.",
            "--name NAME --destination NAME",
            () -> {
              var options = new ArrayList<Option>();
              options.add(CommonOptions.name(KIND));
              options.add(destination().mustBeGiven());
              options.addAll(fields());
              options.add(
                  Option.flag("Also if there is no such destination yet.", "--force", "-f"));
              options.addAll(CommonOptions.wait(true, 15));
              options.add(CommonOptions.OUTPUT);
              options.add(CommonOptions.QUIET);
              return options;
            },
            CronCommands::create),
        new Command(
            "get",
            "Show what is told, to whom and when, and what came of it.",
            "--name NAME",
            () -> CommonOptions.get(KIND),
            CronCommands::get),
        new Command(
            "list", "List cron subscriptions.", "", CommonOptions::list, CronCommands::list),
        new Command(
            "update",
            "Change what is told, to whom or when.",
            "--name NAME",
            () -> {
              var options = new ArrayList<Option>();
              options.add(CommonOptions.name(KIND));
              options.add(destination());
              fields().forEach(field -> options.add(field.preset("")));
              options.add(
                  Option.many("NAME", "Without this attribute.", "--extension-rm", "--ext-rm"));
              options.add(CommonOptions.OUTPUT);
              options.add(CommonOptions.QUIET);
              return options;
            },
            CronCommands::update),
        new Command(
            "delete",
            "Tell nobody any more.",
            "--name NAME",
            () -> CommonOptions.join(CommonOptions.delete(KIND), CommonOptions.wait(true, 15)),
            CronCommands::delete));
  }

  private static ComponentRef component(String type, String name) {
    var resource =
        switch (type) {
          case "app", "application" -> ComponentRef.APP;
          case "job" -> ComponentRef.JOB;
          default ->
              throw CommandFailed.misused(
                  "--destination-type is '" + type + "', needs to be app or job");
        };
    return new ComponentRef(name, resource);
  }

  private static Fields given(Call call) {
    var options = call.options();
    options.atMostOne("data", "data-base64");
    var fields = new Fields();
    for (var option : List.of("schedule", "time-zone", "path", "content-type", "overlap")) {
      if (options.has(option)) {
        fields.set(option.replace('-', '_'), options.get(option));
      }
    }
    if (options.has("data")) {
      fields.set("data", options.get("data"));
    }
    if (options.has("data-base64")) {
      fields.set("data_base64", options.get("data-base64"));
    }
    return fields;
  }

  private static Map<String, @Nullable String> extensions(Call call) {
    var all = new LinkedHashMap<String, @Nullable String>();
    for (var pair : call.options().all("extension")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw CommandFailed.misused("--extension is '" + pair + "', needs to be NAME=VALUE");
      }
      all.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return all;
  }

  private static void create(Call call) {
    var _ = call.options().waits(true); // it is ready at once, or waits for its destination
    call.console().progress("Creating " + KIND + " '" + call.name() + "'...");
    var type = call.options().getOr("destination-type", "app");
    var destination = call.options().get("destination");
    var component = component(type, destination);
    if (!call.options().flag("force")) {
      refuseUnlessThere(call, type, destination);
    }
    var fields = given(call).set("name", call.name()).set("component", component);
    if (call.options().has("extension")) {
      fields.set("extensions", extensions(call));
    }
    end(call, call.project().createCronSubscription(fields));
  }

  private static void refuseUnlessThere(Call call, String type, String destination) {
    try {
      if (type.equals("job")) {
        call.project().job(destination);
      } else {
        call.project().app(destination);
      }
    } catch (ApiException e) {
      if (!e.notFound()) {
        throw e;
      }
      throw CommandFailed.because(
          "The destination of '" + call.name() + "' does not exist",
          "there is no " + type + " '" + destination + "' in the project",
          "make it first, or subscribe all the same with --force");
    }
  }

  private static void update(Call call) {
    call.console().progress("Updating " + KIND + " '" + call.name() + "'...");
    var options = call.options();
    var before = call.project().cronSubscription(call.name());
    var fields = given(call);
    if (options.has("data")) {
      fields.remove("data_base64");
    } else if (options.has("data-base64")) {
      fields.remove("data");
    }
    if (options.has("destination") || options.has("destination-type")) {
      var type = options.getOr("destination-type", type(before));
      fields.set("component", component(type, options.getOr("destination", target(before))));
      if (type.equals("job")) {
        fields.remove("path");
      }
    }
    if (options.has("extension") || options.has("extension-rm")) {
      var extensions = extensions(call);
      options.all("extension-rm").forEach(name -> extensions.put(name, null));
      fields.set("extensions", extensions);
    }
    end(call, call.project().updateCronSubscription(call.name(), before.entityTag(), fields));
  }

  private static void end(Call call, CronSubscription now) {
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.pingSource(now));
      return;
    }
    call.console().ok();
    call.console().progress("");
    call.console()
        .progress(
            "Run 'windlass subscription cron get -n %s' to see what comes of it."
                .formatted(now.name()));
  }

  private static String type(CronSubscription one) {
    return one.component().resourceType().equals(ComponentRef.JOB) ? "job" : "app";
  }

  private static String target(CronSubscription one) {
    return one.component().name();
  }

  private static String destination(CronSubscription one) {
    return (type(one).equals("job") ? "Job:" : "App:") + target(one);
  }

  private static boolean ready(CronSubscription one) {
    return "ready".equals(one.status());
  }

  private static void get(Call call) {
    call.console().progress("Getting " + KIND + " '" + call.name() + "'...");
    var one = call.project().cronSubscription(call.name());
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.pingSource(one));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var details = one.statusDetails();
    var diagnosis = details == null ? null : details.diagnosis();
    var sheet =
        new Sheet(0)
            .add("Name", one.name())
            .add("ID", one.id())
            .add("Project Name", call.selected().name())
            .add("Age", call.age().of(one.createdAt()))
            .add("Created", one.createdAt())
            .add("Destination", destination(one))
            .add("Path", one.path())
            .add("Schedule", one.schedule())
            .add("Time Zone", one.timeZone())
            .add("Overlap", one.overlap())
            .add("Content-Type", one.contentType())
            .add("Data", one.data())
            .add("Data Base64", one.dataBase64());
    requireNonNullElse(one.extensions(), Map.<String, String>of())
        .forEach((name, value) -> sheet.add("Extension", name + "=" + value));
    sheet.add("Ready", ready(one) ? "true" : "false");
    if (details != null) {
      sheet
          .add("Last", details.lastScheduledAt())
          .add("Last Job Run", details.lastJobRun())
          .add("Next", details.nextScheduledAt());
    }
    if (diagnosis != null) {
      sheet
          .add("Problem", diagnosis.problem())
          .add("Why", diagnosis.cause())
          .add("Fix", diagnosis.fix());
    }
    sheet.print(call.console());
    Events.section(call, call.project().cronSubscriptionEvents(call.name()));
  }

  private static void list(Call call) {
    call.console().progress("Listing " + KIND + "s...");
    var all =
        Sorting.by(
            call.options(),
            call.project().cronSubscriptions(),
            CronSubscription::name,
            CronSubscription::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(all, Kube::pingSource));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "Ready", "Schedule", "Time Zone", "Destination", "Next", "Age");
    for (var one : all) {
      var details = one.statusDetails();
      table.row(
          one.name(),
          ready(one) ? "true" : "false",
          one.schedule(),
          one.timeZone(),
          destination(one),
          details == null ? null : details.nextScheduledAt(),
          call.age().of(one.createdAt()));
    }
    table.print(call.console());
  }

  private static void delete(Call call) {
    var _ = call.options().waits(true); // it is gone at once
    Deletion.run(call, KIND, call.name(), () -> call.project().deleteCronSubscription(call.name()));
  }
}
