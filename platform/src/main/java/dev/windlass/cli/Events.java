// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Prints what happened.
final class Events {
  private Events() {}

  static List<Event> ofInstance(List<Event> events, String instance) {
    var found = new ArrayList<Event>();
    for (Event event : events) {
      if (instance.equals(event.instance())) {
        found.add(event);
      }
    }
    return found;
  }

  /// A table for each instance; what belongs to none is under `owner`.
  static void print(Call call, String owner, List<Event> events) {
    if (call.output().isForPrograms()) {
      call.output().print(call.console(), Kube.list(events, Events::tree));
      return;
    }
    call.console().ok();
    if (events.isEmpty()) {
      call.console().progress("");
      call.console().progress("There are no events.");
    }
    var tables = new LinkedHashMap<String, Table>();
    for (Event event : events) {
      var instance =
          event.instance() == null || event.instance().isEmpty() ? owner : event.instance();
      row(call, tables.computeIfAbsent(instance, _ -> table()), event);
    }
    tables.forEach((instance, table) -> {
      call.console().print("");
      call.console().print(instance + ":");
      table.print(call.console(), "    ");
    });
  }

  /// The section of a `get` command.
  static void section(Call call, List<Event> events) {
    var table = table();
    for (Event event : events) {
      row(call, table, event);
    }
    if (!table.isEmpty()) {
      call.console().print("");
      Sheet.heading(call.console(), "Events");
      table.print(call.console(), "  ");
    }
  }

  private static Table table() {
    return Table.of("Type", "Reason", "Age", "Source", "Messages");
  }

  private static void row(Call call, Table table, Event event) {
    table.row(event.type(), event.reason(), age(call, event), event.source(), event.message());
  }

  private static String age(Call call, Event event) {
    var last = call.age().of(event.last());
    return event.count() <= 1
        ? last
        : last + " (x" + event.count() + " over " + call.age().of(event.first()) + ")";
  }

  private static Tree tree(Event event) {
    return new Tree()
        .with("apiVersion", "v1")
        .with("kind", "Event")
        .with("type", event.type())
        .with("reason", event.reason())
        .with("message", event.message())
        .with("source", new Tree().with("component", event.source()))
        .with("involvedObject", new Tree().with("name", event.instance()))
        .with("firstTimestamp", event.first())
        .with("lastTimestamp", event.last())
        .with("count", event.count());
  }
}
