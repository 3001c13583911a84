// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.windlass.image.InvalidName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// Points in time, to the minute, by the five fields of cron: minute, hour, day of month, month,
/// day of week. Where both days are restricted, either is enough.
///
/// In a time zone whose clocks change, a time that a day does not have is left out on it, and one
/// that it has twice counts once, unless the schedule goes through all hours.
public final class Schedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /// What is counted of those that were missed; of a schedule of minutes a week is 10,080.
  private static final int MOST_COUNTED = 20_000;

  private final ExecutionTime times;
  private final ZoneId zone;

  /// What was due in a while.
  ///
  /// @param latest the last of them
  /// @param before how many came before it
  public record Due(Instant latest, int before) {}

  private Schedule(Cron cron, ZoneId zone) {
    this.times = ExecutionTime.forCron(cron);
    this.zone = zone;
  }

  /// @throws InvalidName when it cannot be read, or never comes
  public static Schedule parse(String fields, String zone) {
    var schedule = new Schedule(cron(fields), zone(zone));
    if (schedule.after(Instant.EPOCH).isEmpty()) {
      throw new InvalidName("schedule", fields, "names days that no year has");
    }
    return schedule;
  }

  private static Cron cron(String fields) {
    try {
      return PARSER.parse(fields).validate();
    } catch (IllegalArgumentException e) {
      throw new InvalidName(
          "schedule",
          fields,
          "needs to be five fields, such as '*/15 8-17 * * mon-fri': " + e.getMessage());
    }
  }

  /// @throws InvalidName when there is no such zone
  public static ZoneId zone(String name) {
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw new InvalidName(
          "time zone", name, "needs to be a name of the IANA database, such as Europe/Berlin");
    }
    return ZoneId.of(name);
  }

  /// The next one; empty when there is none.
  public Optional<Instant> after(Instant time) {
    return times.nextExecution(ZonedDateTime.ofInstant(time, zone)).map(ZonedDateTime::toInstant);
  }

  /// What was due after one point in time and until another, that one included.
  Optional<Due> due(Instant after, Instant until) {
    var due = Optional.<Due>empty();
    var next = after(after);
    for (int i = 0; i < MOST_COUNTED && next.isPresent() && !next.get().isAfter(until); i++) {
      due = Optional.of(new Due(next.get(), i));
      next = after(next.get());
    }
    return due;
  }
}
