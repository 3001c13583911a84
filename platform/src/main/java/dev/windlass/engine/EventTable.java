// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine;

import dev.windlass.sqlite.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The events of resources, the same one again counted instead of added, the oldest dropped when
/// there are too many.
record EventTable(Sql sql, Limits limits) {
  private static final String SOURCE = "windlass";

  void add(String resource, Happening what, Instant now) throws SQLException {
    if (!count(resource, what, now)) {
      insert(resource, what, now);
      dropOldest(resource);
    }
  }

  /// Failures come in circles (pulling, failed, waiting, pulling …), so not only the last event is
  /// looked at but the last few.
  private boolean count(String resource, Happening what, Instant now) throws SQLException {
    return sql.update(
            """
            update event set count = count + 1, last = ? where number = (
              select max(number) from (
                select * from event where resource = ? order by number desc limit ?)
              where type = ? and reason = ? and instance = ? and message = ?)\
            """,
            now.toString(),
            resource,
            limits.eventsToCompare(),
            what.type(),
            what.reason(),
            what.instance(),
            what.message())
        > 0;
  }

  private void insert(String resource, Happening what, Instant now) throws SQLException {
    sql.update(
        """
        insert into event (resource, type, reason, source, instance, message, first, last, count)
        values (?, ?, ?, ?, ?, ?, ?, ?, 1)\
        """,
        resource,
        what.type(),
        what.reason(),
        SOURCE,
        what.instance(),
        what.message(),
        now.toString(),
        now.toString());
  }

  private void dropOldest(String resource) throws SQLException {
    sql.update(
        """
        delete from event where resource = ? and number <= (
          select number from event where resource = ? order by number desc limit 1 offset ?)\
        """,
        resource,
        resource,
        limits.events());
  }

  List<Event> of(Kind<?, ?> kind, Key key) throws SQLException {
    return sql.select(
        EventTable::read,
        """
        select e.* from event e join resource r on r.id = e.resource
        where r.kind = ? and r.project = ? and r.name = ? order by e.number\
        """,
        kind.name(),
        key.project(),
        key.name());
  }

  private static Event read(ResultSet row) throws SQLException {
    return new Event(
        row.getString("type"),
        row.getString("reason"),
        row.getString("source"),
        row.getString("instance"),
        row.getString("message"),
        Instant.parse(row.getString("first")),
        Instant.parse(row.getString("last")),
        row.getInt("count"));
  }

  /// What makes two events the same.
  record Happening(String type, String reason, String instance, String message) {}
}
