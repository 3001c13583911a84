// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import static java.util.Objects.requireNonNullElse;

import dev.windlass.api.App;
import dev.windlass.api.ComponentRef;
import dev.windlass.api.DomainMapping;
import dev.windlass.api.DomainMappingPrototype;
import dev.windlass.api.Fields;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `windlass domainmapping …`: names from elsewhere for apps.
final class DomainMappingCommands {
  private static final String KIND = "domain mapping";
  private static final String NAME = "domain-name";
  private static final String TYPE = "target-type";

  /// What those say that come with an app.
  private static final String PUBLIC = "System-public";

  private static final String PRIVATE = "System-private";
  private static final String INTERNAL = "System-internal";

  private DomainMappingCommands() {}

  private static Option name() {
    return Option.one(
            "DOMAIN_NAME", "Such as www.example.com.", "--domain-name", "--dn", "-n", "--name")
        .mustBeGiven();
  }

  private static Option target() {
    return Option.one("APP", "The app that the name is to lead to.", "--target", "-t");
  }

  private static Option type() {
    return Option.one("TYPE", "What that is: app.", "--target-type", "--type");
  }

  private static Option secret() {
    return Option.one(
        "SECRET",
        "A secret of the format tls, with a certificate for the name and its key.",
        "--tls-secret",
        "--secret",
        "--tls");
  }

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Have an app answer under a name of yours.",
            "--domain-name www.example.com --target APP --tls-secret SECRET",
            () ->
                List.of(
                    name(),
                    target().mustBeGiven(),
                    type().preset("app"),
                    secret().mustBeGiven(),
                    CommonOptions.QUIET),
            DomainMappingCommands::create),
        new Command(
            "get",
            "Show where a name leads, and whether it does.",
            "--domain-name www.example.com",
            () -> List.of(name(), CommonOptions.OUTPUT, CommonOptions.QUIET),
            DomainMappingCommands::get),
        new Command(
            "list",
            "List the names that lead to apps.",
            "",
            () ->
                List.of(
                    Option.flag("Also those that apps have without being mapped.", "--all", "-a"),
                    CommonOptions.SORT_BY,
                    CommonOptions.OUTPUT,
                    CommonOptions.QUIET),
            DomainMappingCommands::list),
        new Command(
            "update",
            "Have a name lead to another app, or give it another certificate.",
            "--domain-name www.example.com --target APP",
            () -> List.of(name(), target(), type(), secret(), CommonOptions.QUIET),
            DomainMappingCommands::update),
        new Command(
            "delete",
            "Take a name from its app.",
            "--domain-name www.example.com",
            () ->
                List.of(
                    name(),
                    CommonOptions.FORCE,
                    CommonOptions.IGNORE_NOT_FOUND,
                    CommonOptions.QUIET),
            DomainMappingCommands::delete));
  }

  private static String name(Call call) {
    return call.options().get(NAME);
  }

  private static ComponentRef component(Call call, String target) {
    var type = call.options().getOr(TYPE, "app");
    if (!Stream.of("app", "application", "app_v2").anyMatch(type::equalsIgnoreCase)) {
      throw CommandFailed.misused("--target-type is '" + type + "', needs to be app");
    }
    return new ComponentRef(target, ComponentRef.APP);
  }

  private static void create(Call call) {
    call.console().progress("Creating " + KIND + " '" + name(call) + "'...");
    var component = component(call, call.options().get("target"));
    end(
        call,
        call.project()
            .createDomainMapping(
                new DomainMappingPrototype(
                    component, name(call), call.options().get("tls-secret"))));
  }

  private static void update(Call call) {
    call.console().progress("Updating " + KIND + " '" + name(call) + "'...");
    var before = call.project().domainMapping(name(call));
    var fields = new Fields();
    if (call.options().has("target") || call.options().has(TYPE)) {
      var target = call.options().getOr("target", before.component().name());
      fields.set("component", component(call, target));
    }
    if (call.options().has("tls-secret")) {
      fields.set("tls_secret", call.options().get("tls-secret"));
    }
    end(call, call.project().updateDomainMapping(name(call), before.entityTag(), fields));
  }

  /// It is made in any case; whether it holds is another question.
  private static void end(Call call, DomainMapping now) {
    call.console().ok();
    call.console().progress("");
    call.console()
        .progress(
            "Let %s lead to this machine, as a CNAME of %s."
                .formatted(now.name(), now.cnameTarget()));
    why(call, now);
  }

  private static void why(Call call, DomainMapping one) {
    var details = one.statusDetails();
    var diagnosis = details == null ? null : details.diagnosis();
    if (diagnosis != null) {
      call.console().progress("");
      new Sheet(0)
          .add("Problem", diagnosis.problem())
          .add("Why", diagnosis.cause())
          .add("Fix", diagnosis.fix())
          .print(call.console());
    }
  }

  private static Tree tree(DomainMapping one) {
    var details = one.statusDetails();
    return new Tree()
        .with("name", one.name())
        .with(
            "component",
            new Tree()
                .with("name", one.component().name())
                .with("resource_type", one.component().resourceType()))
        .with("cname_target", one.cnameTarget())
        .with("tls_secret", one.tlsSecret())
        .with("status", one.status())
        .with("reason", details == null ? null : details.reason())
        .with("diagnosis", details == null ? null : details.diagnosis())
        .with("user_managed", one.userManaged())
        .with("visibility", one.visibility())
        .with("id", one.id())
        .with("created_at", one.createdAt())
        .with("entity_tag", one.entityTag());
  }

  private static void get(Call call) {
    call.console().progress("Getting " + KIND + " '" + name(call) + "'...");
    var one = call.project().domainMapping(name(call));
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(one));
      return;
    }
    call.console().ok();
    call.console().progress("");
    new Sheet(0)
        .add("Domain Name", one.name())
        .add("CNAME", one.cnameTarget())
        .add("Target Name", one.component().name())
        .add("Target Type", "app")
        .add("TLS Secret", one.tlsSecret())
        .add("Status", one.status())
        .print(call.console());
    why(call, one);
  }

  private static void list(Call call) {
    call.console().progress("Listing " + KIND + "s...");
    var mine = call.project().domainMappings();
    var all =
        call.options().flag("all")
            ? Stream.concat(mine.stream(), ofApps(call).stream()).toList()
            : mine;
    var sorted = Sorting.by(call.options(), all, DomainMapping::name, DomainMapping::createdAt);
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(sorted, DomainMappingCommands::tree));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "CNAME", "Target", "Target-Type", "Status", "Secret Name", "Age");
    sorted.forEach(one ->
        table.row(
            one.name(),
            one.cnameTarget(),
            one.component().name(),
            "app",
            one.status(),
            one.tlsSecret(),
            call.age().of(one.createdAt())));
    table.print(call.console());
  }

  /// The names that apps have in any case.
  private static List<DomainMapping> ofApps(Call call) {
    return call.project().apps().stream().flatMap(DomainMappingCommands::names).toList();
  }

  private static Stream<DomainMapping> names(App app) {
    var inside = ofApp(app, app.endpointInternal(), INTERNAL);
    return switch (app.managedDomainMappings()) {
      case "local" -> inside;
      case "local_private" -> Stream.concat(ofApp(app, app.endpoint(), PRIVATE), inside);
      default -> Stream.concat(ofApp(app, app.endpoint(), PUBLIC), inside);
    };
  }

  private static Stream<DomainMapping> ofApp(App app, @Nullable String url, String kind) {
    return Stream.ofNullable(url)
        .map(address ->
            new DomainMapping(
                URI.create(address).getHost(),
                null,
                new ComponentRef(requireNonNullElse(app.name(), ""), ComponentRef.APP),
                "",
                "",
                kind,
                app.createdAt(),
                null,
                null,
                null,
                null,
                "ready",
                null,
                false,
                kind.substring("System-".length())));
  }

  private static void delete(Call call) {
    Deletion.run(call, KIND, name(call), () -> call.project().deleteDomainMapping(name(call)));
  }
}
