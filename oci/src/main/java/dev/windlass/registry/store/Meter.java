// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry.store;

import dev.windlass.image.Digest;
import dev.windlass.sqlite.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what is pulled: the bytes of the month, and when each image was last asked for. Counts in
/// memory and writes it down from time to time, so a crash forgets the last seconds and pulls do
/// not wait for the disk. A month is one of UTC. Safe to share between threads.
public final class Meter {
  private final Database database;
  private final InstantSource clock;
  private final Map<YearMonth, Long> counted = new ConcurrentHashMap<>();
  private final Map<Pulled, Instant> pulled = new ConcurrentHashMap<>();
  private volatile YearMonth month;
  private volatile long written;

  private record Pulled(Name name, Digest digest) {}

  Meter(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.month = now();
    this.written = read(month);
  }

  private YearMonth now() {
    return YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
  }

  private long read(YearMonth of) {
    return database.read(
        sql -> sql.number("select bytes from traffic where month = ?", of.toString()));
  }

  public void traffic(long bytes) {
    counted.merge(now(), bytes, Long::sum);
  }

  public void pulled(Name name, Digest digest) {
    pulled.put(new Pulled(name, digest), clock.instant());
  }

  /// Bytes of this month.
  public synchronized long used() {
    var current = now();
    if (!current.equals(month)) {
      month = current;
      written = read(current);
    }
    return written + counted.getOrDefault(current, 0L);
  }

  /// When the count starts anew.
  public LocalDate reset() {
    return now().plusMonths(1).atDay(1);
  }

  /// Writes down what was counted.
  synchronized void flush() {
    var current = used();
    var months = Map.copyOf(counted);
    var pulls = Map.copyOf(pulled);
    if (months.isEmpty() && pulls.isEmpty()) {
      return;
    }
    database.write(sql -> {
      for (var count : months.entrySet()) {
        sql.update(
            """
            insert into traffic (month, bytes) values (?, ?)
            on conflict do update set bytes = bytes + excluded.bytes\
            """,
            count.getKey().toString(),
            count.getValue());
      }
      for (var pull : pulls.entrySet()) {
        sql.update(
            """
            update manifest set pulled = ? where digest = ?
            and repository = (select id from repository where name = ?)\
            """,
            pull.getValue().toEpochMilli(),
            pull.getKey().digest().toString(),
            pull.getKey().name().path());
      }
      return current;
    });
    months.forEach((of, bytes) ->
        counted.computeIfPresent(of, (_, all) -> all.equals(bytes) ? null : all - bytes));
    pulls.forEach(pulled::remove);
    written = read(month);
  }
}
