// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.sqlite.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;

/// The latest events. Safe to share between threads.
public final class Events {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int MOST_TOLD = 100;

  private final Database database;
  private final int most;
  private final InstantSource clock;
  private final LinkedHashMap<Event.Gist, Instant> told = new LinkedHashMap<>();

  Events(Database database, int most, InstantSource clock) {
    this.database = database;
    this.most = most;
    this.clock = clock;
  }

  /// Writes an event down, unless it was told just before: clients that are refused try again and
  /// again.
  public void add(
      String type, String client, String caller, String subject, String rule, String message) {
    var event = new Event(clock.instant(), type, client, caller, subject, rule, message);
    if (isNews(event)) {
      write(event);
    }
  }

  private boolean isNews(Event event) {
    synchronized (told) {
      var since = event.time().minus(PAUSE);
      told.values().removeIf(time -> !time.isAfter(since));
      if (told.containsKey(event.gist())) {
        return false;
      }
      told.put(event.gist(), event.time());
      if (told.size() > MOST_TOLD) {
        told.pollFirstEntry();
      }
      return true;
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
