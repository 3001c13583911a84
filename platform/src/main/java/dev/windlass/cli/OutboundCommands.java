// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Fields;
import dev.windlass.api.Outbound;
import dev.windlass.api.OutboundPrototype;
import java.util.List;

/// `windlass connectivity outbound …`: where the containers of the project may go.
final class OutboundCommands {
  private static final String KIND = "allowed outbound destination";

  private OutboundCommands() {}

  private static Option name() {
    return Option.one("NAME", "The name of the " + KIND + ".", "--name", "-n", "--cidr-name", "--n")
        .mustBeGiven();
  }

  private static Option cidr() {
    return Option.one("RANGE", "IPv4 addresses, such as 10.0.0.0/8.", "--cidr", "-c").mustBeGiven();
  }

  private static Option format() {
    return Option.one("FORMAT", "cidr_block; others are not built.", "--format", "--fo")
        .preset("cidr_block");
  }

  private static Option force() {
    return Option.flag("Do not ask.", "--force", "-f");
  }

  static List<Command> all() {
    return List.of(
        new Command(
            "create",
            "Let the project go there too.",
            "--name NAME --cidr RANGE",
            () -> List.of(name(), cidr(), format(), force(), CommonOptions.QUIET),
            OutboundCommands::create),
        new Command(
            "get",
            "Show where one of them leads.",
            "--name NAME",
            () -> List.of(name(), CommonOptions.OUTPUT, CommonOptions.QUIET),
            OutboundCommands::get),
        new Command(
            "list",
            "List where the project may go.",
            "",
            () -> List.of(format(), CommonOptions.OUTPUT, CommonOptions.QUIET),
            OutboundCommands::list),
        new Command(
            "update",
            "Change where one of them leads.",
            "--name NAME --cidr RANGE",
            () -> List.of(name(), cidr(), force(), CommonOptions.QUIET),
            OutboundCommands::update),
        new Command(
            "delete",
            "Do not let the project go there any more.",
            "--name NAME",
            () ->
                List.of(
                    name(),
                    CommonOptions.FORCE,
                    CommonOptions.IGNORE_NOT_FOUND,
                    CommonOptions.QUIET),
            OutboundCommands::delete));
  }

  private static void create(Call call) {
    call.console().progress("Creating " + KIND + " '" + call.name() + "'...");
    call.project()
        .createOutbound(
            new OutboundPrototype(
                call.options().getOr("format", "cidr_block"),
                call.name(),
                call.options().get("cidr")));
    call.console().ok();
  }

  private static void update(Call call) {
    call.console().progress("Updating " + KIND + " '" + call.name() + "'...");
    var before = call.project().outbound(call.name());
    call.project()
        .updateOutbound(
            call.name(),
            before.entityTag(),
            new Fields().set("cidr_block", call.options().get("cidr")));
    call.console().ok();
  }

  private static Tree tree(Outbound one) {
    return new Tree()
        .with("name", one.name())
        .with("type", one.type())
        .with("cidr_block", one.cidrBlock())
        .with("status", one.status())
        .with("entity_tag", one.entityTag());
  }

  private static void get(Call call) {
    call.console().progress("Getting " + KIND + " '" + call.name() + "'...");
    var one = call.project().outbound(call.name());
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), tree(one));
      return;
    }
    call.console().ok();
    call.console().progress("");
    new Sheet(0)
        .add("Name", one.name())
        .add("Type", one.type())
        .add("CIDR Block", one.cidrBlock())
        .add("Status", one.status())
        .print(call.console());
  }

  private static void list(Call call) {
    call.console().progress("Listing " + KIND + "s...");
    var all = call.project().outbounds();
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(all, OutboundCommands::tree));
      return;
    }
    call.console().ok();
    call.console().progress("");
    var table = Table.of("Name", "Type", "CIDR Block", "Status");
    all.forEach(one -> table.row(one.name(), one.type(), one.cidrBlock(), one.status()));
    table.print(call.console());
  }

  private static void delete(Call call) {
    Deletion.run(call, KIND, call.name(), () -> call.project().deleteOutbound(call.name()));
  }
}
