// SPDX-License-Identifier: Apache-2.0
package dev.windlass.cli;

import dev.windlass.api.AppInstance;
import dev.windlass.api.AppInstanceStatusDetails;
import dev.windlass.api.JobRunInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The instances of an app or a job run, as the `get` commands show them.
final class InstanceTable {
  private InstanceTable() {}

  static void ofApp(Call call, List<AppInstance> instances) {
    var table = Table.of("Name", "Revision", "Running", "Status", "Restarts", "Age");
    for (AppInstance i : instances) {
      table.row(
          i.name(),
          i.revisionName(),
          running(i.status()),
          status(i.status(), i.statusDetails()),
          restarts(i.statusDetails()),
          call.age().of(i.createdAt()));
    }
    section(call, table);
  }

  static void ofJobRun(Call call, List<JobRunInstance> instances) {
    var table = Table.of("Name", "Running", "Status", "Restarts", "Age");
    for (JobRunInstance i : instances) {
      table.row(
          i.name(),
          running(i.status()),
          status(i.status(), i.statusDetails()),
          restarts(i.statusDetails()),
          call.age().of(i.createdAt()));
    }
    section(call, table);
  }

  private static void section(Call call, Table table) {
    if (!table.isEmpty()) {
      call.console().print("");
      Sheet.heading(call.console(), "Instances");
      table.print(call.console(), "  ");
    }
  }

  private static String running(@Nullable String status) {
    return "running".equals(status) ? "1/1" : "0/1";
  }

  private static int restarts(@Nullable AppInstanceStatusDetails details) {
    return details == null || details.restarts() == null ? 0 : details.restarts();
  }

  /// What an instance that does not run waits for is worth more than that it waits.
  private static String status(
      @Nullable String status, @Nullable AppInstanceStatusDetails details) {
    var reason = reason(details);
    return reason == null || "running".equals(status) || "succeeded".equals(status)
        ? Words.capital(status)
        : reason;
  }

  private static @Nullable String reason(@Nullable AppInstanceStatusDetails details) {
    var container = details == null ? null : details.userContainer();
    var state = container == null ? null : container.currentState();
    var reason = state == null ? null : state.reason();
    return reason == null || reason.isEmpty() ? null : reason;
  }
}
