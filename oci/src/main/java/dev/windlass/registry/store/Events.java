// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The latest events. Safe to share between threads.
public final class Events {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Database database;
  private final int most;
  private final InstantSource clock;
  private volatile Event last = new Event(Instant.MIN, "", "", "", "", "", "");

  Events(Database database, int most, InstantSource clock) {
    this.database = database;
    this.most = most;
    this.clock = clock;
  }

  /// Writes an event down, unless it is the same as the one just before: a client that is refused
  /// tries again and again.
  public void add(
      String type, String client, String caller, String subject, String rule, String message) {
    var event = new Event(clock.instant(), type, client, caller, subject, rule, message);
    if (!event.repeats(last, PAUSE)) {
      last = event;
      write(event);
    }
  }

  private void write(Event event) {
    database.write(sql -> {
      sql.update(
          "insert into event (time, type, client, caller, subject, rule, message)"
              + " values (?, ?, ?, ?, ?, ?, ?)",
          event.time().toEpochMilli(),
          event.type(),
          event.client(),
          event.caller(),
          event.subject(),
          event.rule(),
          event.message());
      return sql.update(
          "delete from event where number <= (select max(number) from event) - ?", most);
    });
  }

  /// The newest first.
  public List<Event> list() {
    return database.read(sql ->
        sql.select(
            row ->
                new Event(
                    Instant.ofEpochMilli(row.getLong("time")),
                    row.getString("type"),
                    row.getString("client"),
                    row.getString("caller"),
                    row.getString("subject"),
                    row.getString("rule"),
                    row.getString("message")),
            "select * from event order by number desc"));
  }
}
